import { expect, test } from 'vitest'
import { delayBounds, emptyHistogram, merge, observe, percentile, total } from './histogram.ts'

test('a percentile is off by at most the width of a bucket, 5 %', () => {
	const histogram = emptyHistogram()
	for (let value = 1; value <= 1000; value += 1) observe(histogram, value)
	for (const share of [0.01, 0.5, 0.95, 0.99, 1]) {
		const read = percentile(histogram, share)
		expect(read / (share * 1000)).toBeGreaterThanOrEqual(0.999)
		expect(read / (share * 1000)).toBeLessThanOrEqual(1.0501)
	}
})

test('every value lies at or below the bound of its own bucket, and above the one before', () => {
	for (const value of [0.001, 0.02, 0.0201, 0.5, 7, 40, 99.9, 1000, 29_000]) {
		const histogram = emptyHistogram()
		observe(histogram, value)
		const bucket = histogram.counts.indexOf(1)
		expect(value).toBeLessThanOrEqual((delayBounds[bucket] ?? 0) * (1 + 1e-9))
		if (bucket > 0) expect(value).toBeGreaterThan((delayBounds[bucket - 1] ?? 0) * (1 - 1e-9))
	}
})

test('what is longer than all bounds is counted, and read as endless', () => {
	const histogram = emptyHistogram()
	observe(histogram, 1e9)
	expect(total(histogram)).toBe(1)
	expect(percentile(histogram, 0.5)).toBe(Number.POSITIVE_INFINITY)
})

test('histograms of several processes add up', () => {
	const [one, other] = [emptyHistogram(), emptyHistogram()]
	observe(one, 1)
	observe(other, 100)
	observe(other, 100)
	expect(total(merge([one, other]))).toBe(3)
	expect(percentile(merge([one, other]), 0.3)).toBeLessThan(1.06)
	expect(percentile(merge([one, other]), 0.9)).toBeGreaterThan(99)
})

test('of nothing there is no percentile', () => {
	expect(percentile(emptyHistogram(), 0.5)).toBeNaN()
})
