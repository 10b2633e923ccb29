import type { Schedule } from '@enshin/contracts/api.ts'
import { tokyoMoment } from '@enshin/contracts/tokyo.ts'
import { describe, expect, it } from 'vitest'
import { preview, previewDays, unfit } from './preview.ts'

// A Sunday; Monday is the 23rd.
const now = tokyoMoment('2026-11-22', '18:00')
const monday: Schedule = { slotMinutes: 30, hours: [{ weekday: 1, from: '09:00', to: '10:45' }], daysOff: [] }
const booked = (day: string, from: string, to: string) => ({
	startsAt: tokyoMoment(day, from).toISOString(),
	endsAt: tokyoMoment(day, to).toISOString(),
})
const at = (day: string, clock: string) => tokyoMoment(day, clock).toISOString()
const dayOf = (days: ReturnType<typeof preview>, day: string) => days.find((entry) => entry.day === day)

it('shows two weeks from today, each weekday’s slots on its days', () => {
	const days = preview(monday, [], now)
	expect(days).toHaveLength(previewDays)
	expect(days.filter(({ free }) => free > 0).map(({ day }) => day)).toEqual(['2026-11-23', '2026-11-30'])
	expect(dayOf(days, '2026-11-23')?.times).toEqual(
		['09:00', '09:30', '10:00'].map((clock) => ({ startsAt: at('2026-11-23', clock), kind: 'free' })),
	)
})

it('shows no slots on a day off, and says that it is one', () => {
	expect(dayOf(preview({ ...monday, daysOff: ['2026-11-23'] }, [], now), '2026-11-23')).toMatchObject({
		isOff: true,
		times: [],
	})
})

it('leaves out what has begun today', () => {
	const sunday: Schedule = { ...monday, hours: [{ weekday: 7, from: '17:00', to: '19:00' }] }
	expect(preview(sunday, [], now)[0]?.times).toEqual([{ startsAt: at('2026-11-22', '18:30'), kind: 'free' }])
})

describe('booked times', () => {
	it('take their slot, and are marked', () => {
		const day = dayOf(preview(monday, [booked('2026-11-23', '09:30', '10:00')], now), '2026-11-23')
		expect(day).toMatchObject({ free: 2, booked: 1 })
		expect(day?.times[1]).toEqual({ startsAt: at('2026-11-23', '09:30'), kind: 'booked' })
	})

	it('stay where they are when slots begin elsewhere, and take every slot they touch', () => {
		const day = dayOf(preview(monday, [booked('2026-11-23', '09:15', '09:45')], now), '2026-11-23')
		expect(day?.times).toEqual([
			{ startsAt: at('2026-11-23', '09:15'), kind: 'booked' },
			{ startsAt: at('2026-11-23', '10:00'), kind: 'free' },
		])
	})

	it('are never lost: outside the hours and on days off they stand, marked as outside', () => {
		const list = [booked('2026-11-23', '13:00', '13:30'), booked('2026-11-30', '09:00', '09:30')]
		const days = preview({ ...monday, daysOff: ['2026-11-30'] }, list, now)
		expect(dayOf(days, '2026-11-23')?.times.at(-1)).toEqual({ startsAt: at('2026-11-23', '13:00'), kind: 'outside' })
		expect(dayOf(days, '2026-11-30')?.times).toEqual([{ startsAt: at('2026-11-30', '09:00'), kind: 'outside' }])
	})
})

it('names those that would have to be moved, and nobody whose visit has begun', () => {
	const inside = booked('2026-11-23', '09:00', '09:30')
	const outside = booked('2026-11-23', '10:30', '11:00')
	const begun = booked('2026-11-22', '17:45', '18:15')
	expect(unfit(monday, [inside, outside, begun], now)).toEqual([outside])
	expect(unfit({ ...monday, slotMinutes: 60 }, [inside], now)).toEqual([])
})
