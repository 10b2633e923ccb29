import type { Histogram } from '../generator/types.ts'

/**
 * Upper bounds in milliseconds, 5 % apart from 20 µs to half a minute: a percentile read from it is off by at most that.
 * The same everywhere, so that histograms of several processes add up.
 */
export const delayBounds: readonly number[] = Array.from({ length: 293 }, (_, index) => 0.02 * 1.05 ** index)

export const emptyHistogram = (): Histogram => ({
	bounds: delayBounds,
	counts: new Array<number>(delayBounds.length + 1).fill(0),
})

/** Counts one value, in milliseconds; below zero (clocks that disagree) it counts as the smallest. */
export function observe(histogram: Histogram, valueMs: number): void {
	const place = valueMs <= 0.02 ? 0 : Math.ceil(Math.log(valueMs / 0.02) / Math.log(1.05) - 1e-9)
	const bucket = Math.min(place, histogram.counts.length - 1)
	histogram.counts[bucket] = (histogram.counts[bucket] ?? 0) + 1
}

/** The sum of several, for processes or moments taken together. */
export function merge(histograms: Iterable<Histogram>): Histogram {
	const sum = emptyHistogram()
	for (const { counts } of histograms)
		for (const [bucket, count] of counts.entries()) sum.counts[bucket] = (sum.counts[bucket] ?? 0) + count
	return sum
}

export const total = ({ counts }: Histogram): number => counts.reduce((sum, count) => sum + count, 0)

/** The value in milliseconds that `share` (0 to 1) of all are not above; NaN of nothing. */
export function percentile(histogram: Histogram, share: number): number {
	const wanted = share * total(histogram)
	let seen = 0
	for (const [bucket, count] of histogram.counts.entries()) {
		seen += count
		if (count > 0 && seen >= wanted) return histogram.bounds[bucket] ?? Number.POSITIVE_INFINITY
	}
	return Number.NaN
}
