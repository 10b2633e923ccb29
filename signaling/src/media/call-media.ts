import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { MediaOffer } from '@enshin/contracts/signaling.ts'
import type { Timings } from '../config.ts'
import type { Log } from '../log.ts'
import type { SfuPool } from '../sfu-pool.ts'
import type { MediaBooks, MediaHooks, OfferedMedia } from './books.ts'
import { consumeMissing, flowReady, repeatFlow } from './consume.ts'
import { PeerMedia } from './peer-media.ts'
import { forgetProducer } from './produce.ts'
import { Room } from './room.ts'
import { takeSfuEvent } from './sfu-events.ts'
import { VideoWatch } from './video-watch.ts'

/**
 * The media of one call: its room, who has transports there, and the gate. It closes nothing of the call itself; the
 * call opens, feeds and closes it.
 */
export class CallMedia implements MediaBooks {
	readonly room: Room
	readonly peers = new Map<Id, PeerMedia>()
	readonly hooks: MediaHooks
	readonly log: Log
	gateOpen = false
	/** Counts offers that end what was before; media of two epochs never mixes. */
	#epoch = 0
	readonly #timings: Timings
	/** Participants who went while the control socket was away: closed at the sfu when it is back. */
	readonly #departed = new Set<Id>()

	constructor(
		roomId: string,
		options: { pool: SfuPool; preferredNodeId: string | null; timings: Timings; log: Log; hooks: MediaHooks },
	) {
		this.hooks = options.hooks
		this.log = options.log
		this.#timings = options.timings
		this.room = new Room(roomId, {
			...options,
			hooks: {
				onOpen: () => this.#offerAll(),
				onLost: () => this.#lost(),
				onReattached: () => this.#reattached(),
				onEvent: (event) => takeSfuEvent(this, event, (peer) => this.#lostTransports(peer)),
			},
		})
	}

	/**
	 * Gives a participant fresh transports; what the same one had before is closed. Resolves with null when they are not to
	 * be had in time, and then `media.offered` tells of them. `anew` for a browser that holds media of before.
	 */
	async admit(peerId: Id, { anew }: { anew: boolean }): Promise<MediaOffer | null> {
		this.#clear(peerId)
		this.#departed.delete(peerId)
		const peer = new PeerMedia(peerId, new VideoWatch(this.#timings.videoLostAfterMs, () => this.hooks.onVideo()))
		this.peers.set(peerId, peer)
		this.room.start()
		if (anew) this.#epoch += 1
		if (this.room.routerRtpCapabilities) void this.#offer(peer)
		return await peer.offerWithin(this.#timings.offerWithinMs)
	}

	/** Closes all that a participant had, here and at the sfu. */
	dismiss(peerId: Id): void {
		if (!this.#clear(peerId)) return
		this.room.request('peer.close', { peerId }).catch(() => this.#departed.add(peerId))
	}

	demand(peerId: Id): OfferedMedia {
		const peer = this.peers.get(peerId)
		if (!peer?.offer) throw new ProblemError('media.unavailable')
		return peer as OfferedMedia
	}

	isCurrent(peer: PeerMedia, epoch: number): boolean {
		return this.peers.get(peer.peerId) === peer && peer.offer?.epoch === epoch
	}

	/** From now on everything that a browser is ready for flows: one command a participant. */
	openGate(): void {
		if (this.gateOpen) return
		this.gateOpen = true
		for (const peer of this.peers.values()) flowReady(this, peer)
	}

	/** For good. */
	close(): void {
		this.#stopWatching()
		this.room.close()
	}

	/** The media goes on without this process. */
	leave(): void {
		this.#stopWatching()
		this.room.leave()
	}

	#stopWatching(): void {
		for (const peer of this.peers.values()) peer.video.stop()
		this.peers.clear()
	}

	#clear(peerId: Id): boolean {
		const peer = this.peers.get(peerId)
		if (!peer) return false
		for (const producer of [...peer.producers.values()]) forgetProducer(this, peer, producer, { byOwner: false })
		peer.video.stop()
		this.peers.delete(peerId)
		this.hooks.onVideo()
		return true
	}

	#offerAll(): void {
		this.#epoch += 1
		for (const peer of this.peers.values()) void this.#offer(peer)
	}

	async #offer(peer: PeerMedia): Promise<void> {
		const epoch = this.#epoch
		const { generation, routerRtpCapabilities } = this.room
		const isStale = () =>
			this.peers.get(peer.peerId) !== peer || this.room.generation !== generation || peer.offer !== null
		try {
			const transports = await this.room.whenItsTurn(async () => {
				// Who went while it waited must not be left behind at the sfu.
				return isStale() ? null : await this.room.request('peer.open', { peerId: peer.peerId })
			})
			if (!transports || isStale() || !routerRtpCapabilities) return
			const offer = { epoch, routerRtpCapabilities, ...transports }
			if (!peer.take(offer)) this.hooks.emit(peer.peerId, 'media.offered', offer)
		} catch (error) {
			this.log.warn({ peerId: peer.peerId, epoch, error: String(error) }, 'transports could not be opened')
			// Where the room or its node went, the next one offers again; an answer that failed alone is asked for again.
			if (isStale() || !this.room.routerRtpCapabilities) return
			setTimeout(() => isStale() || void this.#offer(peer), 1_000).unref()
		}
	}

	#lost(): void {
		this.#departed.clear()
		this.hooks.onRestarted()
		for (const peer of this.peers.values()) this.#drop(peer)
	}

	/** A participant's transports ended by themselves (DTLS closed or failed). A browser that is still here gets others. */
	#lostTransports(peer: PeerMedia): void {
		if (!peer.offer) return
		for (const producer of [...peer.producers.values()]) forgetProducer(this, peer, producer, { byOwner: false })
		this.#drop(peer)
		// A page that closes ends its transports a moment before its socket: then there is nobody to offer them to.
		setTimeout(() => {
			if (this.peers.get(peer.peerId) !== peer || peer.offer || !this.hooks.isHere(peer.peerId)) return
			this.#epoch += 1
			if (this.room.routerRtpCapabilities) void this.#offer(peer)
		}, 300).unref()
	}

	#drop(peer: PeerMedia): void {
		const epoch = peer.offer?.epoch
		peer.reset()
		peer.video.closed(false)
		if (epoch === undefined) return
		this.hooks.emit(peer.peerId, 'media.lost', { epoch })
		this.hooks.onSources(peer.peerId)
	}

	#reattached(): void {
		for (const peerId of this.#departed) this.room.request('peer.close', { peerId }).catch(() => {})
		this.#departed.clear()
		for (const peer of this.peers.values()) {
			if (!peer.offer) void this.#offer(peer)
			repeatFlow(this, peer)
			void consumeMissing(this, peer)
		}
	}
}
