import { DirectionCounter } from './direction-counter.ts'
import { DueQueue } from './due-queue.ts'
import { Fates } from './fate.ts'
import type { Impairment } from './types.ts'

/** One direction of the line: lets packets go on when, and if, the impairment says so. */
export class OneWay {
	impairment: Impairment = {}
	readonly counter = new DirectionCounter()
	readonly #fates: Fates
	readonly #queue = new DueQueue((lateMs) => this.counter.late(lateMs))

	constructor(random: () => number) {
		this.#fates = new Fates(random)
	}

	take(packet: Buffer, forward: (packet: Buffer) => void): void {
		const { counter } = this
		const nowMs = performance.now()
		counter.seen++
		const fate = this.#fates.next(this.impairment, packet.length, nowMs)
		if ('dropped' in fate) {
			counter[fate.dropped]++
			return
		}
		if (fate.atMs.length > 1) counter.duplicated++
		for (const atMs of fate.atMs) {
			const go = () => {
				counter.passed++
				counter.bytes += packet.length
				forward(packet)
			}
			if (atMs > nowMs) this.#queue.add(atMs, go)
			else go()
		}
	}

	close(): void {
		this.#queue.clear()
	}
}
