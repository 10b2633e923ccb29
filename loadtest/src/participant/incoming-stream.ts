import type { MediaKind } from '@enshin/contracts/media.ts'
import type { StreamCounts } from '../generator/types.ts'
import type { Tag } from './tag.ts'

/** A gap younger than this may still fill: its packets are under way. */
const settleMs = 500

/**
 * Counts one stream by the numbers inside its packets. A packet is expected once a later one has arrived, lost when it is
 * not there half a second after that, and a second copy of one that arrived is a duplicate.
 */
export class IncomingStream {
	readonly kind: MediaKind
	/** Of the first packet, as `performance.now` counts; null before. */
	firstAtMs: number | null = null
	/** One past the highest number seen; before the first packet nothing was to arrive. */
	#next = -1
	#first = 0
	#stream = 0
	/** Numbers below the first one, which came after it. */
	readonly #early = new Set<number>()
	/** Numbers passed over, with the moment that was noticed. Insertion order is the order of time. */
	readonly #missing = new Map<number, number>()
	/** Given up as lost, remembered so that one which comes all the same is not a duplicate. */
	readonly #givenUp = new Set<number>()
	readonly #onFirst: () => void
	#counts = zero()

	/** `onFirst` is called with the first packet. */
	constructor(kind: MediaKind, onFirst: () => void = () => {}) {
		this.kind = kind
		this.#onFirst = onFirst
	}

	/** Takes one packet. Returns whether it is a first copy, whose delay counts. */
	receive({ stream, sequence }: Tag, nowMs: number): boolean {
		if (this.#next < 0) {
			this.#next = sequence
			this.#first = sequence
			this.#stream = stream
			if (this.firstAtMs === null) {
				this.firstAtMs = nowMs
				this.#onFirst()
			}
		}
		if (sequence >= this.#next) {
			for (let missed = this.#next; missed < sequence; missed += 1) this.#missing.set(missed, nowMs)
			this.#counts.expected += sequence - this.#next + 1
			this.#next = sequence + 1
		} else if (this.#missing.delete(sequence)) {
			this.#counts.reordered += 1
		} else if (this.#givenUp.delete(sequence)) {
			this.#counts.reordered += 1
			this.#counts.lost -= 1
		} else if (sequence < this.#first && !this.#early.has(sequence)) {
			// The stream's very beginning was overtaken.
			this.#early.add(sequence)
			this.#counts.expected += 1
			this.#counts.reordered += 1
		} else {
			this.#counts.duplicated += 1
			return false
		}
		this.#counts.received += 1
		return true
	}

	/** The server held the stream back, such as while a call was interrupted: what it left out then was not lost. */
	skip(): void {
		this.#next = -1
		this.#early.clear()
		this.#missing.clear()
		this.#givenUp.clear()
	}

	/**
	 * What was counted since the last call. `sentBy` says how many packets the sender had sent at a moment, where it is
	 * known: then those behind which nothing came are missed, too, and a stream that died is not taken for a silent one.
	 */
	take(nowMs: number, sentBy?: (stream: number, atMs: number) => number): StreamCounts {
		if (sentBy && this.#next >= 0) this.#expectUntil(sentBy(this.#stream, nowMs - settleMs))
		for (const [sequence, noticedAtMs] of this.#missing) {
			if (nowMs - noticedAtMs < settleMs) break
			this.#missing.delete(sequence)
			this.#givenUp.add(sequence)
			this.#counts.lost += 1
		}
		// Nothing comes that late: 2,000 packets are many seconds.
		for (const sequence of this.#givenUp) {
			if (sequence >= this.#next - 2_000) break
			this.#givenUp.delete(sequence)
		}
		const counts = this.#counts
		this.#counts = zero()
		return counts
	}

	/** All before this number were sent long enough ago. */
	#expectUntil(end: number): void {
		for (; this.#next < end; this.#next += 1) {
			this.#givenUp.add(this.#next)
			this.#counts.expected += 1
			this.#counts.lost += 1
		}
	}
}

const zero = (): StreamCounts => ({ expected: 0, received: 0, lost: 0, duplicated: 0, reordered: 0 })
