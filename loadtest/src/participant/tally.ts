import type { Histogram, StreamCounts } from '../generator/types.ts'
import { emptyHistogram } from '../measure/histogram.ts'

/** What one or more peers sent and counted since the last look. */
export interface Counted {
	sent: { packets: number; bytes: number }
	audio: StreamCounts
	video: StreamCounts
}

const noCounts = (): StreamCounts => ({ expected: 0, received: 0, lost: 0, duplicated: 0, reordered: 0 })
export const nothingCounted = (): Counted => ({
	sent: { packets: 0, bytes: 0 },
	audio: noCounts(),
	video: noCounts(),
})

/** Adds `more` to `sum`. */
export function add(sum: Counted, more: Counted): void {
	sum.sent.packets += more.sent.packets
	sum.sent.bytes += more.sent.bytes
	for (const kind of ['audio', 'video'] as const)
		for (const key of Object.keys(sum[kind]) as (keyof StreamCounts)[]) sum[kind][key] += more[kind][key]
}

/** All that a process counted: peers that went leave their counts here, and packets their delays. */
export class Tally {
	/** The same object at any time: peers keep it. */
	readonly delay: Histogram = emptyHistogram()
	#gone = nothingCounted()

	leave(counted: Counted): void {
		add(this.#gone, counted)
	}

	/** What has come together since the last call. */
	take(): Counted & { delay: Histogram } {
		const counted = this.#gone
		this.#gone = nothingCounted()
		const delay = { bounds: this.delay.bounds, counts: [...this.delay.counts] }
		this.delay.counts.fill(0)
		return { ...counted, delay }
	}
}
