import { monotonicMs, sentAtMs } from './packets.ts'

/** What one generating process has seen since it was last asked. Delays go into buckets of 10 µs, up to 100 ms. */
export type Counters = { received: number; delays: Uint32Array }

const bucketsPerMs = 100
const buckets = 100 * bucketsPerMs

export const newCounters = (): Counters => ({ received: 0, delays: new Uint32Array(buckets + 1) })

export function take(counters: Counters, packet: Buffer): void {
	const sent = sentAtMs(packet)
	if (sent === null) return
	counters.received++
	const bucket = Math.max(0, Math.min(buckets, Math.floor((monotonicMs() - sent) * bucketsPerMs)))
	counters.delays[bucket] = (counters.delays[bucket] ?? 0) + 1
}

/** The delay in ms below which `share` of the packets were. */
export function delayAt(delays: Uint32Array, share: number): number {
	const all = delays.reduce((sum, count) => sum + count, 0)
	let below = 0
	for (const [bucket, count] of delays.entries()) {
		below += count
		if (below >= all * share) return (bucket + 0.5) / bucketsPerMs
	}
	return Number.NaN
}
