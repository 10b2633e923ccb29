import { type Schedule, schedule as scheduleSchema } from '@enshin/contracts/api.ts'
import { clockTime } from '@enshin/contracts/ids.ts'
import { z } from 'zod'

/** Working hours as they are being typed: either end may be empty or wrong. `key` names the row while it is edited. */
export const range = z.object({ key: z.number().int(), weekday: z.number().int(), from: z.string(), to: z.string() })
export type Range = z.infer<typeof range>

export const draft = z.object({
	slotMinutes: scheduleSchema.shape.slotMinutes,
	ranges: z.array(range),
	daysOff: scheduleSchema.shape.daysOff,
})
export type Draft = z.infer<typeof draft>

export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const
export const slotLengths = [10, 15, 20, 30, 60] as const

export function draftOf({ slotMinutes, hours, daysOff }: Schedule): Draft {
	return { slotMinutes, ranges: inOrder(hours).map((row, key) => ({ key, ...row })), daysOff: [...daysOff].sort() }
}

/** The schedule as far as it makes sense yet: rows that are empty or end before they start give no slots. */
export function scheduleOf({ slotMinutes, ranges, daysOff }: Draft): Schedule {
	const hours = ranges
		.filter(({ from, to }) => clockTime.safeParse(from).success && clockTime.safeParse(to).success && from < to)
		.map(({ weekday, from, to }) => ({ weekday, from, to }))
	return { slotMinutes, hours: inOrder(hours), daysOff: [...new Set(daysOff)].sort() }
}

/** Whether saving would change anything; the order in which rows were typed would not. */
export function isSame(one: Draft, other: Draft): boolean {
	return JSON.stringify(comparable(one)) === JSON.stringify(comparable(other))
}

function comparable({ slotMinutes, ranges, daysOff }: Draft) {
	const hours = inOrder(ranges).map(({ weekday, from, to }) => [weekday, from, to])
	return [slotMinutes, hours, [...new Set(daysOff)].sort()]
}

function inOrder<R extends { weekday: number; from: string; to: string }>(rows: readonly R[]): R[] {
	return rows.toSorted(
		(one, other) => one.weekday - other.weekday || one.from.localeCompare(other.from) || one.to.localeCompare(other.to),
	)
}

const minutesOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
const clockOf = (minutes: number) =>
	`${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** A sensible beginning for one more stretch of a day: the morning, then the afternoon, then the evening. */
export function nextHours(rows: Pick<Range, 'to'>[]): { from: string; to: string } {
	const ends = rows.map(({ to }) => to).filter((to) => clockTime.safeParse(to).success)
	const last = ends.toSorted().at(-1)
	if (last === undefined) return { from: '09:00', to: '12:00' }
	const from = Math.max(minutesOf(last) + 60, minutesOf('14:00'))
	return from < minutesOf('22:30')
		? { from: clockOf(from), to: clockOf(Math.min(from + 180, 23 * 60)) }
		: { from: '', to: '' }
}
