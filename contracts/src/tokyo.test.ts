import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, tokyoClock, tokyoDay, tokyoMoment, tokyoWeekday } from './tokyo.ts'

const moments = fc.date({
	min: new Date('1952-01-01T00:00:00Z'),
	max: new Date('2200-01-01T00:00:00Z'),
	noInvalidDate: true,
})
const intl = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo', dateStyle: 'short', timeStyle: 'short' })

test('day and clock are those that Intl tells for Asia/Tokyo', () => {
	fc.assert(
		fc.property(moments, (at) => {
			expect(`${tokyoDay(at)} ${tokyoClock(at)}`).toBe(intl.format(at))
		}),
	)
})

test('a moment told as day and clock is found again, to the minute', () => {
	fc.assert(
		fc.property(moments, (at) => {
			const minute = Math.floor(at.getTime() / 60_000) * 60_000
			expect(tokyoMoment(tokyoDay(at), tokyoClock(at)).getTime()).toBe(minute)
		}),
	)
})

test.each([
	['2026-11-22T15:00:00Z', '2026-11-23', '00:00'],
	['2026-11-22T14:59:59Z', '2026-11-22', '23:59'],
	['2027-01-01T00:00:00+09:00', '2027-01-01', '00:00'],
])('%s is %s %s in Tokyo', (at, day, clock) => {
	expect([tokyoDay(new Date(at)), tokyoClock(new Date(at))]).toEqual([day, clock])
})

test('24:00 is the next midnight', () => {
	expect(tokyoMoment('2026-12-31', '24:00')).toEqual(tokyoMoment('2027-01-01'))
})

test('weeks begin on Monday, and days roll over months, leap days and years', () => {
	expect(['2026-11-22', '2026-11-23', '2026-11-28'].map(tokyoWeekday)).toEqual([7, 1, 6])
	expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
	expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
	expect(addDays('2027-03-01', -1)).toBe('2027-02-28')
})
