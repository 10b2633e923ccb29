import type { Schedule } from '@enshin/contracts/api.ts'
import { addDays, tokyoClock, tokyoDay, tokyoMoment } from '@enshin/contracts/tokyo.ts'
import type { Interval } from '@enshin/db/interval.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contains, overlaps } from './interval.ts'
import { freeSlots, hoursOn, isWithinHours, slotAt, slotsOn } from './slots.ts'

// A Monday; 2026-11-23 is a holiday, but holidays are days off like any other.
const monday = '2026-11-23'
const schedule: Schedule = {
	slotMinutes: 30,
	hours: [
		{ weekday: 1, from: '13:30', to: '15:20' },
		{ weekday: 1, from: '09:00', to: '10:00' },
		{ weekday: 3, from: '09:00', to: '12:00' },
	],
	daysOff: ['2026-11-25'],
}
const at = (clock: string, day = monday) => tokyoMoment(day, clock)
const clocks = (slots: Interval[]) => slots.map(({ startsAt }) => tokyoClock(startsAt))

test('slots follow the hours of the weekday, in order, and never reach beyond them', () => {
	expect(clocks(slotsOn(schedule, monday))).toEqual(['09:00', '09:30', '13:30', '14:00', '14:30'])
})

test('a weekday without hours and a day off have none', () => {
	expect(slotsOn(schedule, '2026-11-24')).toEqual([])
	expect(slotsOn(schedule, '2026-11-25')).toEqual([])
	expect(slotsOn(schedule, '2026-12-02').length).toBe(6)
})

test('hours that touch are one stretch: a slot may lie across their seam', () => {
	const hours = [
		{ weekday: 1, from: '09:00', to: '09:45' },
		{ weekday: 1, from: '09:45', to: '10:30' },
	]
	expect(clocks(slotsOn({ ...schedule, hours }, monday))).toEqual(['09:00', '09:30', '10:00'])
})

test('the wall clock is the one in Tokyo: 00:00 on Monday is 15:00 UTC on Sunday', () => {
	const early = { ...schedule, hours: [{ weekday: 1, from: '00:00', to: '00:30' }] }
	expect(slotsOn(early, monday)[0]?.startsAt.toISOString()).toBe('2026-11-22T15:00:00.000Z')
	expect(slotAt(early, new Date('2026-11-22T15:00:00Z'))).toBeDefined()
})

describe('free slots', () => {
	const wanted = { from: monday, days: 1, busy: [], now: at('00:00') }

	test('begin in the future', () => {
		expect(clocks(freeSlots(schedule, { ...wanted, now: at('09:29') }))).toEqual(['09:30', '13:30', '14:00', '14:30'])
		expect(clocks(freeSlots(schedule, { ...wanted, now: at('09:30') }))).toEqual(['13:30', '14:00', '14:30'])
	})

	test.each([
		['exactly one slot', '13:30', '14:00', ['09:00', '09:30', '14:00', '14:30']],
		['parts of two', '13:45', '14:10', ['09:00', '09:30', '14:30']],
		['a minute of one', '09:59', '10:00', ['09:00', '13:30', '14:00', '14:30']],
		['nothing but the gap', '10:00', '13:30', ['09:00', '09:30', '13:30', '14:00', '14:30']],
	])('leave out what a booking touches: %s', (_, from, to, left) => {
		const busy = [{ startsAt: at(from), endsAt: at(to) }]
		expect(clocks(freeSlots(schedule, { ...wanted, busy }))).toEqual(left)
	})

	test('cover as many days as asked for, over the end of the year', () => {
		const daily = {
			...schedule,
			hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '09:00', to: '09:30' })),
		}
		const slots = freeSlots(daily, { from: '2026-12-30', days: 4, busy: [], now: at('00:00') })
		expect(slots.map(({ startsAt }) => tokyoDay(startsAt))).toEqual([
			'2026-12-30',
			'2026-12-31',
			'2027-01-01',
			'2027-01-02',
		])
	})
})

test.each([
	['09:00', true],
	['09:30', true],
	['09:15', false],
	['10:00', false],
	['15:00', false],
])('a slot begins at %s: %s', (clock, expected) => {
	expect(slotAt(schedule, at(clock)) !== undefined).toBe(expected)
})

test('an instant that is no day of a calendar is no slot', () => {
	const hours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', to: '23:59' }))
	for (const at of ['9999-12-31T23:00:00Z', '0000-01-01T00:00:00Z']) {
		expect(slotAt({ ...schedule, hours, daysOff: [] }, new Date(at))).toBeUndefined()
	}
})

test.each([
	['a slot of its own', '09:00', '09:30', true],
	['between slots, within hours', '09:10', '09:40', true],
	['into the gap', '09:45', '10:15', false],
	['before hours', '08:45', '09:15', false],
	['beyond the last slot, within hours', '14:50', '15:20', true],
])('whether the schedule has a booked time: %s', (_, from, to, expected) => {
	expect(isWithinHours(schedule, { startsAt: at(from), endsAt: at(to) })).toBe(expected)
})

const clock = fc.integer({ min: 0, max: 95 }).map((quarter) => {
	const minutes = (quarter % 4) * 15
	return `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`
})
const anySchedule: fc.Arbitrary<Schedule> = fc.record({
	slotMinutes: fc.constantFrom(10, 15, 20, 30, 60),
	hours: fc.array(fc.record({ weekday: fc.integer({ min: 1, max: 7 }), from: clock, to: clock }), { maxLength: 12 }),
	daysOff: fc.array(
		fc.integer({ min: 0, max: 20 }).map((days) => addDays(monday, days)),
		{ maxLength: 4 },
	),
})
const someTime = fc
	.tuple(fc.integer({ min: -600, max: 20_000 }), fc.integer({ min: 1, max: 240 }))
	.map(([from, minutes]) => {
		const startsAt = new Date(at('00:00').getTime() + from * 60_000)
		return { startsAt, endsAt: new Date(startsAt.getTime() + minutes * 60_000) }
	})

test('whatever the schedule and the bookings: free slots are slots, within hours, free, ahead, in order and apart', () => {
	fc.assert(
		fc.property(anySchedule, fc.array(someTime, { maxLength: 10 }), someTime, (any, busy, { startsAt: now }) => {
			const free = freeSlots(any, { from: monday, days: 14, busy, now })
			for (const slot of free) {
				expect(slotAt(any, slot.startsAt)).toEqual(slot)
				expect(isWithinHours(any, slot)).toBe(true)
				expect(any.daysOff).not.toContain(tokyoDay(slot.startsAt))
				expect(busy.some((other) => overlaps(other, slot))).toBe(false)
				expect(slot.startsAt > now).toBe(true)
			}
			for (const [index, next] of free.slice(1).entries()) {
				expect((free[index] as Interval).endsAt <= next.startsAt).toBe(true)
			}
		}),
		{ numRuns: 200 },
	)
})

test('whatever the schedule: a slot that is missing is in the past, busy, or was never one', () => {
	fc.assert(
		fc.property(anySchedule, fc.array(someTime, { maxLength: 10 }), someTime, (any, busy, { startsAt: now }) => {
			const free = new Set(freeSlots(any, { from: monday, days: 7, busy, now }).map(({ startsAt }) => +startsAt))
			for (let day = 0; day < 7; day += 1) {
				for (const slot of slotsOn(any, addDays(monday, day))) {
					if (free.has(+slot.startsAt)) continue
					expect(slot.startsAt <= now || busy.some((other) => overlaps(other, slot))).toBe(true)
				}
			}
		}),
		{ numRuns: 200 },
	)
})

test('whatever the schedule: no hours leave their day', () => {
	fc.assert(
		fc.property(anySchedule, fc.integer({ min: 0, max: 13 }), (any, days) => {
			const day = addDays(monday, days)
			const whole = { startsAt: tokyoMoment(day), endsAt: tokyoMoment(day, '24:00') }
			for (const hours of hoursOn(any, day)) expect(contains(whole, hours)).toBe(true)
		}),
	)
})
