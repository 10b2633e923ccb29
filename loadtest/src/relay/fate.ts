import type { Impairment } from './types.ts'

/** IPv4 and UDP put this before every payload, and a line's rate counts it. */
const headerBytes = 28
const defaultQueueMs = 300

/** Copies of a packet by when each is to go on, in ms; or why there is none. */
export type Fate = { atMs: number[] } | { dropped: 'lost' | 'cut' | 'overflowed' }

/**
 * Decides over one direction's packets, in the order they come. The rate is a queue of one server: a packet starts when
 * the one before has left, and waits so long, or finds the queue full. Pure but for what it remembers of that queue.
 */
export class Fates {
	#freeAtMs = Number.NEGATIVE_INFINITY
	readonly #random: () => number

	constructor(random: () => number) {
		this.#random = random
	}

	next(impairment: Impairment, bytes: number, nowMs: number): Fate {
		const { delayMs = 0, jitterMs = 0, loss = 0, duplicate = 0, rateBps, queueMs = defaultQueueMs, outage } = impairment
		if (outage) return { dropped: 'cut' }
		// Asked for every packet, so that a share changed later leaves the fates before it as they were.
		const [chance, twice] = [this.#random(), this.#random()]
		if (chance < loss) return { dropped: 'lost' }
		let leavesMs = nowMs
		if (rateBps !== undefined) {
			const startsMs = Math.max(nowMs, this.#freeAtMs)
			if (startsMs - nowMs > queueMs) return { dropped: 'overflowed' }
			leavesMs = startsMs + ((bytes + headerBytes) * 8000) / rateBps
			this.#freeAtMs = leavesMs
		}
		const arrives = () => leavesMs + delayMs + (jitterMs > 0 ? this.#random() * jitterMs : 0)
		return { atMs: twice < duplicate ? [arrives(), arrives()] : [arrives()] }
	}
}
