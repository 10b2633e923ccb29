import { summarize } from '../../../bin/bench/summarize.ts'
import type { Sample } from './measure.ts'

/** A generator that comes this near to a whole core may be what is slow, and a tick this late makes bursts. */
const saturatedShare = 0.85
const lateMs = 10

const two = (value: number) => Number(value.toFixed(2))

/** A side's rate, loss, delay and what its generator used, for the notes: medians, but for the loss, which is of all. */
export function describeSamples(name: string, samples: Sample[]): string {
	const of = (value: (sample: Sample) => number) => two(summarize(samples.map(value)).median)
	const expected = samples.reduce((sum, sample) => sum + sample.expected, 0)
	const lost = samples.reduce((sum, sample) => sum + sample.expected - sample.received, 0)
	const rate = Math.round(of(({ received, seconds }) => received / seconds))
	const delay = `delay ${of(({ delayMs }) => delayMs.p50)} / ${of(({ delayMs }) => delayMs.p95)} ms (p50 / p95)`
	const cores = `${of(({ generator }) => generator.sending)} + ${of(({ generator }) => generator.receiving)} cores`
	const late = `ticks late ${of(({ generator }) => generator.lateMs)} ms (p99)`
	return `${name}: ${rate} packets/s out, ${lost} of ${expected} lost, ${delay}; generator ${cores}, ${late}`
}

/** Whether the generator may have been the limit in any of them: then the run is void. */
export function isSaturated(samples: Sample[]): boolean {
	return samples.some(({ generator }) => Math.max(generator.sending, generator.receiving) > saturatedShare)
}

/** Whether ticks came late in most of them: the machine was not quiet. */
export function isNoisy(samples: Sample[]): boolean {
	return summarize(samples.map(({ generator }) => generator.lateMs)).median > lateMs
}

/** Ratios of two sides repeat by repeat, for these were measured one right after the other. */
export function ratiosOf(ours: number[], theirs: number[]): number[] {
	return ours.map((value, index) => value / (theirs[index] ?? Number.NaN))
}

/** As raw numbers are kept: two digits. */
export const rounded = (values: number[]) => values.map(two)

/** A median with its middle half, in words. */
export function spread(values: number[]): string {
	const { median, low, high } = summarize(values)
	return `${two(median)} (${two(low)} to ${two(high)})`
}
