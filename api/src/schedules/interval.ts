import type { Interval } from '@enshin/db/interval.ts'

/** Half-open, as everywhere: two that only touch do not overlap. */
export function overlaps(a: Interval, b: Interval): boolean {
	return a.startsAt < b.endsAt && b.startsAt < a.endsAt
}

export function contains(outer: Interval, inner: Interval): boolean {
	return outer.startsAt <= inner.startsAt && inner.endsAt <= outer.endsAt
}

/** The same times in as few intervals as can be, in order: what overlaps or touches becomes one, what is empty goes. */
export function merge(intervals: readonly Interval[]): Interval[] {
	const merged: Interval[] = []
	for (const { startsAt, endsAt } of intervals.filter(isForward).toSorted(byStart)) {
		const last = merged.at(-1)
		if (!last || last.endsAt < startsAt) merged.push({ startsAt, endsAt })
		else if (last.endsAt < endsAt) last.endsAt = endsAt
	}
	return merged
}

/** Those that none of the busy times touches, in their own order. */
export function without(intervals: readonly Interval[], busy: readonly Interval[]): Interval[] {
	const taken = merge(busy)
	return intervals.filter((interval) => !taken.some((other) => overlaps(interval, other)))
}

/** Cuts an interval into pieces of so many minutes, from its beginning; what is left at the end is nobody's. */
export function cut({ startsAt, endsAt }: Interval, minutes: number): Interval[] {
	const pieceMs = minutes * 60_000
	const count = Math.max(0, Math.floor((endsAt.getTime() - startsAt.getTime()) / pieceMs))
	return Array.from({ length: count }, (_, index) => ({
		startsAt: new Date(startsAt.getTime() + index * pieceMs),
		endsAt: new Date(startsAt.getTime() + (index + 1) * pieceMs),
	}))
}

export function isForward({ startsAt, endsAt }: Interval): boolean {
	return startsAt < endsAt
}

export function byStart(a: Interval, b: Interval): number {
	return a.startsAt.getTime() - b.startsAt.getTime()
}
