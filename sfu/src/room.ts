import { ProblemError } from '@enshin/contracts/errors.ts'
import type { types } from 'mediasoup'
import type { Incoming } from './incoming.ts'
import type { MediaWorker } from './media-worker.ts'
import { openPeerMedia, type PeerMedia } from './peer-media.ts'
import { Registry } from './registry.ts'
import { limitSenderOf } from './sender-limit.ts'
import type { Tell } from './tell.ts'

/** A control connection, as a room knows it: by identity, and whether it is still there. */
export type Controller = { readonly isAlive: boolean }

/**
 * One call's media: a router on one worker, and the media of the peers in it, all of which it owns. `Rooms` opens and
 * closes it; the worker is borrowed.
 */
export class Room {
	readonly id: string
	readonly router: types.Router
	readonly worker: MediaWorker
	/** The control connections that have used this room. */
	readonly controlledBy = new Set<Controller>()
	/** Since when nobody has needed it, as `performance.now` counts; null while somebody does. */
	aloneSinceMs: number | null = null
	readonly #tell: Tell
	readonly #peers = new Registry<PeerMedia>()

	constructor(id: string, router: types.Router, worker: MediaWorker, tell: Tell) {
		this.id = id
		this.router = router
		this.worker = worker
		this.#tell = tell
		worker.rooms++
		worker.openedSinceMeasured++
		router.observer.once('close', () => worker.rooms--)
	}

	get peers(): PeerMedia[] {
		return this.#peers.all
	}

	/** Whether a control connection that has used this room is still there. */
	get isControlled(): boolean {
		for (const controller of this.controlledBy) if (!controller.isAlive) this.controlledBy.delete(controller)
		return this.controlledBy.size > 0
	}

	/** Whether any browser has a connection into this room right now. */
	get isConnected(): boolean {
		return this.peers.some(({ isConnected }) => isConnected)
	}

	/** Fresh media for a peer; what it had closes. */
	async openPeer(peerId: string): Promise<PeerMedia> {
		this.#peers.close(peerId)
		const name = { roomId: this.id, peerId }
		return await this.#peers.open(peerId, async () => {
			const peer = await openPeerMedia(name, this.router, this.worker, this.#tell)
			limitSenderOf(this, peer)
			return peer
		})
	}

	peer(peerId: string): Promise<PeerMedia> {
		return this.#peers.get(peerId)
	}

	closePeer(peerId: string): void {
		this.#peers.close(peerId)
	}

	/** Of those named, the producers of this room that are still there; `media.unknown` when none is. */
	producers(producerIds: string[]): Incoming[] {
		const found = producerIds.flatMap((id) => this.peers.flatMap(({ producers }) => producers.get(id) ?? []))
		if (found.length === 0) throw new ProblemError('media.unknown')
		return found
	}

	/** Peers first, then the router, with which the worker drops whatever was still on its way. Idempotent. */
	close(): void {
		this.#peers.closeAll()
		this.router.close()
	}
}
