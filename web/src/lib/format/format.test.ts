import { describe, expect, it } from 'vitest'
import { addDays, ageOn, dayOf, hourOf } from './day.ts'
import { formatFor } from './index.ts'

const ja = formatFor(() => 'ja')
const en = formatFor(() => 'en')
const now = new Date('2026-11-22T00:00:00Z')

describe('dates', () => {
	it('read as people write them, in Tokyo’s time', () => {
		expect(ja.dateTime('2026-11-22T05:30:00Z', now)).toBe('11月22日(日) 14:30')
		expect(en.dateTime('2026-11-22T05:30:00Z', now)).toBe('Sun 22 Nov, 14:30')
	})

	it('belong to the day it is in Tokyo, not in London', () => {
		expect(dayOf('2026-11-22T15:00:00Z')).toBe('2026-11-23')
		expect(ja.day('2026-11-22T14:59:59Z', now)).toBe('11月22日(日)')
		expect(ja.day('2026-11-22T15:00:00Z', now)).toBe('11月23日(月)')
		expect(hourOf('2026-11-22T15:00:00Z')).toBe(0)
	})

	it('name the year only when it is another one', () => {
		expect(ja.day('2027-01-05', now)).toBe('2027年1月5日(火)')
		expect(en.day('2027-01-05', now)).toBe('Tue 5 Jan 2027')
		expect(ja.day('2026-12-31', now)).toBe('12月31日(木)')
	})

	it('write midnight as 00:00 and early hours with two digits', () => {
		expect(ja.time('2026-11-22T15:00:00Z')).toBe('00:00')
		expect(en.span('2026-11-22T00:05:00Z', '2026-11-22T00:20:00Z')).toBe('09:05–09:20')
	})

	it('count days over the ends of months and leap years', () => {
		expect(addDays('2026-11-30', 1)).toBe('2026-12-01')
		expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
		expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
	})

	it('count an age up on the birthday itself', () => {
		expect(ageOn('1951-11-22', '2026-11-21')).toBe(74)
		expect(ageOn('1951-11-22', '2026-11-22')).toBe(75)
		expect(ageOn('2024-02-29', '2026-02-28')).toBe(1)
		expect(ageOn('2024-02-29', '2026-03-01')).toBe(2)
	})

	it('split into the pieces of a calendar’s cell', () => {
		expect(ja.dayParts('2026-11-22')).toEqual({
			month: '11月',
			day: '22',
			weekday: '日',
			weekdayName: '日曜',
			date: '11/22',
		})
		expect(en.dayParts('2026-11-22')).toMatchObject({ month: 'Nov', weekdayName: 'Sun', date: '22 Nov' })
	})
})
