import type { Id } from '@enshin/contracts/ids.ts'
import type { MediaSource, RtpCapabilities } from '@enshin/contracts/media.ts'
import type { MediaOffer, OfferedConsumer } from '@enshin/contracts/signaling.ts'
import type { VideoWatch } from './video-watch.ts'

export type Producer = { readonly producerId: string; readonly source: MediaSource; paused: boolean }
export type Consumer = {
	readonly offered: OfferedConsumer
	/** The browser asked for it; it flows when the call's gate is open too. */
	ready: boolean
	flowing: boolean
}

/** What one participant has on the sfu: two transports, and all that hangs on them, in one epoch. */
export class PeerMedia {
	readonly peerId: Id
	readonly video: VideoWatch
	readonly producers = new Map<string, Producer>()
	readonly consumers = new Map<string, Consumer>()
	/** Producers this browser cannot decode, so that nobody asks for them twice. */
	readonly undecodable = new Set<string>()
	offer: MediaOffer | null = null
	capabilities: RtpCapabilities | null = null
	/** Consumers are being made; what turns up meanwhile is made in the next round. */
	consuming = false
	#queue: Promise<unknown> = Promise.resolve()
	readonly #awaiting = new Set<(offer: MediaOffer | null) => void>()

	constructor(peerId: Id, video: VideoWatch) {
		this.peerId = peerId
		this.video = video
	}

	producerOf(source: MediaSource): Producer | undefined {
		return this.producers.values().find((producer) => producer.source === source)
	}

	sends(source: MediaSource): boolean {
		return this.producerOf(source)?.paused === false
	}

	/** One after the other: two `media.produce` of one source must not both win. */
	inTurn<T>(work: () => Promise<T>): Promise<T> {
		const turn = this.#queue.then(work)
		this.#queue = turn.catch(() => {})
		return turn
	}

	/** The offer, at once or when it comes in time; null when it does not, and then it is told as an event. */
	offerWithin(ms: number): Promise<MediaOffer | null> {
		if (this.offer) return Promise.resolve(this.offer)
		return new Promise((resolve) => {
			const settle = (offer: MediaOffer | null) => {
				clearTimeout(timer)
				this.#awaiting.delete(settle)
				resolve(offer)
			}
			const timer = setTimeout(() => settle(null), ms)
			this.#awaiting.add(settle)
		})
	}

	/** Keeps the offer. Returns false when nobody awaited it, and it has yet to be told. */
	take(offer: MediaOffer): boolean {
		this.offer = offer
		if (this.#awaiting.size === 0) return false
		for (const settle of [...this.#awaiting]) settle(offer)
		return true
	}

	/** Everything of the epoch is gone. */
	reset(): void {
		this.offer = null
		this.capabilities = null
		this.producers.clear()
		this.consumers.clear()
		this.undecodable.clear()
	}
}
