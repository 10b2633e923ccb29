import type { MediaOffer, OfferedConsumer } from '@enshin/contracts/signaling.ts'
import type { ConnectionState } from 'mediasoup-client/types'
import type { Ask } from './line.ts'
import { MediaEpoch } from './media-epoch.ts'
import type { LocalSource, LocalTrack, RemoteTrack } from './remote.ts'

/** A first failure is tried again at once; while it goes on, this often. */
const rebuildEveryMs = 2_000

/**
 * Sound and picture, whichever epoch they are in. It keeps what is wanted, so that a new epoch is built as the old one
 * was, without anybody's click. Owns the epochs; `close()` drops the last.
 */
export class Media {
	remotes = $state.raw<RemoteTrack[]>([])
	send = $state<ConnectionState>('new')
	recv = $state<ConnectionState>('new')
	/** 0 while there is none. */
	epoch = $state(0)
	readonly #ask: Ask
	readonly #onBroken: () => void
	#current: MediaEpoch | null = null
	#local: Record<LocalSource, LocalTrack> | null = null
	#brokenAt = Number.NEGATIVE_INFINITY

	/** `onBroken` is called when media cannot be set up and only entering anew can help. */
	constructor(options: { ask: Ask; onBroken: () => void }) {
		this.#ask = options.ask
		this.#onBroken = options.onBroken
	}

	/** A place to send to and receive from; what stood before is dropped. */
	take(offer: MediaOffer): void {
		this.drop()
		this.epoch = offer.epoch
		const current: MediaEpoch = new MediaEpoch({
			offer,
			ask: this.#ask,
			onRemote: (tracks) => {
				if (this.#current === current) this.remotes = tracks
			},
			onState: (direction, state) => {
				if (this.#current === current) this[direction] = state
			},
			onBroken: (error) => this.#rebuild(current, error),
		})
		this.#current = current
		current.setLocal(this.#local)
	}

	drop(): void {
		this.#current?.close()
		this.#current = null
		this.epoch = 0
		this.remotes = []
		this.send = 'new'
		this.recv = 'new'
	}

	/** What to send from now on; null sends nothing. */
	setLocal(local: Record<LocalSource, LocalTrack> | null): void {
		this.#local = local
		this.#current?.setLocal(local)
	}

	openConsumers(epoch: number, consumers: OfferedConsumer[]): void {
		if (epoch === this.epoch) this.#current?.openConsumers(consumers)
	}

	closeConsumer(consumerId: string): void {
		this.#current?.closeConsumer(consumerId)
	}

	/** The line is back and media stayed. A changed network wants new paths even where the old ones still look well. */
	resumed({ networkChanged }: { networkChanged: boolean }): void {
		this.#current?.retell()
		this.#current?.restartIce({ onlyBroken: !networkChanged })
	}

	/** What sends one's own picture, while it is sent. */
	get cameraSender(): RTCRtpSender | undefined {
		return this.#current?.producer('camera')?.rtpSender
	}

	async stats() {
		return (await this.#current?.stats().catch(() => null)) ?? { send: null, recv: null }
	}

	close(): void {
		this.#local = null
		this.drop()
	}

	#rebuild(broken: MediaEpoch, error: unknown): void {
		if (this.#current !== broken) return
		console.warn('media could not be set up', error)
		const pauseMs = performance.now() - this.#brokenAt < 10_000 ? rebuildEveryMs : 0
		this.#brokenAt = performance.now()
		this.drop()
		setTimeout(this.#onBroken, pauseMs)
	}
}
