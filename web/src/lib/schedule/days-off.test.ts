import { expect, it } from 'vitest'
import { daysBetween, stretches } from './days-off.ts'

const today = '2026-11-22'

it('takes one day, or every day from the first to the last, across a year’s end', () => {
	expect(daysBetween('2026-11-22', '', today)).toEqual({ ok: true, days: ['2026-11-22'] })
	expect(daysBetween('2026-12-30', '2027-01-02', today)).toEqual({
		ok: true,
		days: ['2026-12-30', '2026-12-31', '2027-01-01', '2027-01-02'],
	})
})

it.each([
	['', '', 'missing'],
	['', '2026-12-01', 'missing'],
	['2026-02-30', '', 'missing'],
	['2026-11-21', '', 'past'],
	['2026-12-02', '2026-12-01', 'reversed'],
	['2026-12-01', '2062-12-01', 'too_long'],
])('refuses %s to %s as %s', (first, last, problem) => {
	expect(daysBetween(first, last, today)).toEqual({ ok: false, problem })
})

it('reads days that follow each other as one stretch', () => {
	expect(stretches(['2027-01-01', '2026-12-31', '2027-01-05', '2026-12-31'])).toEqual([
		{ first: '2026-12-31', last: '2027-01-01' },
		{ first: '2027-01-05', last: '2027-01-05' },
	])
})
