/** How long a stream that should flow may bring no packet before it counts as silent. */
const silentAfterMs = 2000

/**
 * Whether a stream still arrives, known by its packets. mediasoup itself lets the score of a stream fall to 0 only in
 * simulcast: one single encoding that stops keeps its 10 for ever, and the other side would look at a frozen face.
 */
export class Silence {
	isSilent = false
	packets = 0
	#quietSinceMs: number

	constructor(nowMs: number) {
		this.#quietSinceMs = nowMs
	}

	/** Takes how many packets have come in all; whether that turned `isSilent`. */
	hear(packets: number, nowMs: number): boolean {
		if (packets !== this.packets) this.wait(nowMs)
		this.packets = packets
		const before = this.isSilent
		this.isSilent = nowMs - this.#quietSinceMs >= silentAfterMs
		return this.isSilent !== before
	}

	/** Nothing is expected for now: the time begins again. */
	wait(nowMs: number): void {
		this.#quietSinceMs = nowMs
	}
}
