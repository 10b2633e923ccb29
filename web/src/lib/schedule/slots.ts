import type { Schedule } from '@enshin/contracts/api.ts'
import { tokyoDay, tokyoMoment, tokyoWeekday } from '@enshin/contracts/tokyo.ts'

/** From `startsAt` up to, and without, `endsAt`. */
export type Interval = { startsAt: Date; endsAt: Date }

/**
 * When a practitioner works on a day in Asia/Tokyo, in order; hours that touch are one stretch. The api holds the same
 * rules (web/test/schedule-preview.test.ts compares them), so that the preview shows what a save will give.
 */
export function hoursOn(schedule: Schedule, day: string): Interval[] {
	if (schedule.daysOff.includes(day)) return []
	const weekday = tokyoWeekday(day)
	const stretches: Interval[] = []
	const hours = schedule.hours
		.filter((row) => row.weekday === weekday && row.from < row.to)
		.map(({ from, to }) => ({ startsAt: tokyoMoment(day, from), endsAt: tokyoMoment(day, to) }))
		.toSorted((one, other) => one.startsAt.getTime() - other.startsAt.getTime())
	for (const { startsAt, endsAt } of hours) {
		const last = stretches.at(-1)
		if (!last || last.endsAt < startsAt) stretches.push({ startsAt, endsAt })
		else if (last.endsAt < endsAt) last.endsAt = endsAt
	}
	return stretches
}

/** Every slot of a day, booked or not, counted from the beginning of each stretch; what is left at its end is nobody's. */
export function slotsOn(schedule: Schedule, day: string): Interval[] {
	const slotMs = schedule.slotMinutes * 60_000
	return hoursOn(schedule, day).flatMap(({ startsAt, endsAt }) => {
		const count = Math.floor((endsAt.getTime() - startsAt.getTime()) / slotMs)
		return Array.from({ length: count }, (_, at) => ({
			startsAt: new Date(startsAt.getTime() + at * slotMs),
			endsAt: new Date(startsAt.getTime() + (at + 1) * slotMs),
		}))
	})
}

/** Whether a booked time lies within working hours: where slots begin and how long they are moves nobody. */
export function fits(schedule: Schedule, booked: { startsAt: string; endsAt: string }): boolean {
	const [from, to] = [Date.parse(booked.startsAt), Date.parse(booked.endsAt)]
	return hoursOn(schedule, tokyoDay(new Date(from))).some(
		({ startsAt, endsAt }) => startsAt.getTime() <= from && to <= endsAt.getTime(),
	)
}
