import type { Schedule } from '@enshin/contracts/api.ts'
import { addDays, tokyoDay, tokyoMoment, tokyoWeekday } from '@enshin/contracts/tokyo.ts'
import type { Interval } from '@enshin/db/interval.ts'
import { isCalendarDay } from './calendar-day.ts'
import { contains, cut, merge, without } from './interval.ts'

/** When a practitioner works on a day in Asia/Tokyo, in order; nothing on a day off. */
export function hoursOn(schedule: Schedule, day: string): Interval[] {
	if (schedule.daysOff.includes(day)) return []
	const weekday = tokyoWeekday(day)
	const hours = schedule.hours.filter((row) => row.weekday === weekday)
	return merge(hours.map(({ from, to }) => ({ startsAt: tokyoMoment(day, from), endsAt: tokyoMoment(day, to) })))
}

/** Every slot of a day, booked or not, counted from the beginning of each stretch of hours. */
export function slotsOn(schedule: Schedule, day: string): Interval[] {
	return hoursOn(schedule, day).flatMap((hours) => cut(hours, schedule.slotMinutes))
}

/** What can be booked on `days` days from `from` on: slots that begin after `now` and that nothing busy touches. */
export function freeSlots(
	schedule: Schedule,
	wanted: { from: string; days: number; busy: readonly Interval[]; now: Date },
): Interval[] {
	const days = Array.from({ length: wanted.days }, (_, index) => addDays(wanted.from, index))
	const slots = days.flatMap((day) => slotsOn(schedule, day)).filter(({ startsAt }) => startsAt > wanted.now)
	return without(slots, wanted.busy)
}

/** The slot that begins exactly then; undefined when there is none. */
export function slotAt(schedule: Schedule, startsAt: Date): Interval | undefined {
	const day = tokyoDay(startsAt)
	if (!isCalendarDay(day)) return undefined
	return slotsOn(schedule, day).find((slot) => slot.startsAt.getTime() === startsAt.getTime())
}

/**
 * Whether the schedule still has this time: all of it lies within working hours. Where slots begin and how long they
 * are does not matter, so that a new slot length moves nobody.
 */
export function isWithinHours(schedule: Schedule, during: Interval): boolean {
	return hoursOn(schedule, tokyoDay(during.startsAt)).some((hours) => contains(hours, during))
}
