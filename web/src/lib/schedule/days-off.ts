import { day as daySchema } from '@enshin/contracts/ids.ts'
import { addDays } from '@enshin/contracts/tokyo.ts'

/** Longer than any closing time; a year typed wrong must not fill the list. */
const longestDays = 60

export type DaysOffProblem = 'missing' | 'past' | 'reversed' | 'too_long'

/** The days from `first` to `last`, both included; an empty `last` means the one day. */
export function daysBetween(
	first: string,
	last: string,
	today: string,
): { ok: true; days: string[] } | { ok: false; problem: DaysOffProblem } {
	const end = last === '' ? first : last
	if (!daySchema.safeParse(first).success || !daySchema.safeParse(end).success) return { ok: false, problem: 'missing' }
	if (first < today) return { ok: false, problem: 'past' }
	if (end < first) return { ok: false, problem: 'reversed' }
	if (end > addDays(first, longestDays - 1)) return { ok: false, problem: 'too_long' }
	const days: string[] = []
	for (let day = first; day <= end; day = addDays(day, 1)) days.push(day)
	return { ok: true, days }
}

/** Days off that follow each other, as one stretch each: 12月29日 to 1月3日 reads better than six dates. */
export function stretches(daysOff: string[]): { first: string; last: string }[] {
	const found: { first: string; last: string }[] = []
	for (const day of [...new Set(daysOff)].sort()) {
		const current = found.at(-1)
		if (current && addDays(current.last, 1) === day) current.last = day
		else found.push({ first: day, last: day })
	}
	return found
}
