import type { Slot } from '@enshin/contracts/api.ts'
import { addDays, dayOf, hourOf } from '../format/day.ts'

/** Two weeks in one strip. */
export const stripDays = 14

/** How far ahead one may look, in days from today. */
export const horizonDays = 56

export type StripDay = { day: string; free: boolean }

/** The days of the strip, each marked when it has a free time. */
export function daysOf(slots: Slot[], from: string): StripDay[] {
	const free = new Set(slots.map((slot) => dayOf(slot.startsAt)))
	return Array.from({ length: stripDays }, (_, at) => addDays(from, at)).map((day) => ({ day, free: free.has(day) }))
}

export type DayTimes = { morning: string[]; afternoon: string[]; evening: string[] }

/** The free times of one day, each once however many doctors have it: before noon, until five, and after. */
export function timesOf(slots: Slot[], day: string): DayTimes {
	const all = slots.map((slot) => new Date(slot.startsAt).toISOString()).filter((time) => dayOf(time) === day)
	const times = [...new Set(all)].sort()
	const between = (from: number, to: number) => times.filter((time) => hourOf(time) >= from && hourOf(time) < to)
	return { morning: between(0, 12), afternoon: between(12, 17), evening: between(17, 24) }
}

/** Who is free at this time; the same order for the same slots, so that a second try asks the same people. */
export function freeAt(slots: Slot[], at: string): string[] {
	const moment = Date.parse(at)
	const free = slots.filter((slot) => Date.parse(slot.startsAt) === moment).map((slot) => slot.practitionerId)
	return [...new Set(free)].sort()
}

/** The strip's first day: today, or a later one within the horizon, in whole strips. */
export function stripStart(today: string, asked: string | null): string {
	if (!asked || asked <= today) return today
	const last = addDays(today, horizonDays - stripDays)
	return asked > last ? last : asked
}

/** The neighbouring strips; null where there is none. */
export function neighbours(today: string, from: string): { before: string | null; after: string | null } {
	const after = addDays(from, stripDays)
	return {
		before: from <= today ? null : stripStart(today, addDays(from, -stripDays)),
		after: after <= addDays(today, horizonDays - stripDays) ? after : null,
	}
}
