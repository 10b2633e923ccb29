import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Log } from './log.ts'
import { type SfuEvent, SfuNode } from './sfu-client.ts'

/** What a call's room wants to hear of the nodes. */
export type RoomListener = {
	readonly onEvent: (event: SfuEvent, node: SfuNode) => void
	/** A node came back (its rooms may be gone), went away, or has been away too long. */
	readonly onNodeChange: (node: SfuNode) => void
}

/** All sfu nodes this process knows, and which room listens to them. */
export class SfuPool {
	readonly nodes: readonly SfuNode[]
	/** Where a call's media lives, as all signaling processes agreed; null leaves the choice to this one. */
	place: (callId: string) => Promise<string | null> = async () => null
	readonly #rooms = new Map<string, RoomListener>()
	/** Rooms that ended or moved while their node was away: closed there when it is back, never to be in two places. */
	readonly #toClose = new Map<SfuNode, Set<string>>()
	readonly #goneAfterMs: number
	readonly #timers = new Set<NodeJS.Timeout>()

	constructor(options: { urls: string[]; secret: string; timeoutMs: number; goneAfterMs: number; log: Log }) {
		this.#goneAfterMs = options.goneAfterMs
		this.nodes = options.urls.map((url) => new SfuNode(url, options))
		for (const node of this.nodes) {
			node.onUp = () => this.#up(node)
			node.onDown = () => this.#down(node)
			node.onEvent = (event) => this.#route(event, node)
			node.connect()
		}
	}

	/** The wished-for node when it is up, else the one with the fewest people a worker; null while none is up. */
	choose(preferredNodeId: string | null): SfuNode | null {
		const up = this.nodes.filter((node) => node.isUp)
		const preferred = up.find((node) => node.nodeId === preferredNodeId)
		return preferred ?? up.toSorted((a, b) => crowding(a) - crowding(b))[0] ?? null
	}

	/** Whether nobody should wait for this node any more. */
	isGone(node: SfuNode): boolean {
		return node.downSinceMs !== null && Date.now() - node.downSinceMs >= this.#goneAfterMs
	}

	listen(roomId: string, listener: RoomListener): void {
		this.#rooms.set(roomId, listener)
	}

	forget(roomId: string): void {
		this.#rooms.delete(roomId)
	}

	/** Closes a room now, or as soon as its node is back. */
	closeRoom(node: SfuNode, roomId: string): void {
		node.request('room.close', { roomId }).catch((error: unknown) => {
			const unheard = error instanceof ProblemError && (error.code === 'unavailable' || error.code === 'timeout')
			if (unheard) this.#toClose.set(node, (this.#toClose.get(node) ?? new Set()).add(roomId))
		})
	}

	/** A room that is opened here again must not be closed by an old wish. */
	keepRoom(node: SfuNode, roomId: string): void {
		this.#toClose.get(node)?.delete(roomId)
	}

	close(): void {
		for (const timer of this.#timers) clearTimeout(timer)
		for (const node of this.nodes) node.close()
	}

	#route(event: SfuEvent, node: SfuNode): void {
		if (event.event !== 'node.load') this.#rooms.get(event.data.roomId)?.onEvent(event, node)
	}

	#up(node: SfuNode): void {
		for (const roomId of this.#toClose.get(node) ?? []) node.request('room.close', { roomId }).catch(() => {})
		this.#toClose.delete(node)
		this.#tellAll(node)
	}

	#down(node: SfuNode): void {
		this.#tellAll(node)
		const timer = setTimeout(() => {
			this.#timers.delete(timer)
			if (!node.isUp) this.#tellAll(node)
		}, this.#goneAfterMs + 10)
		this.#timers.add(timer)
	}

	#tellAll(node: SfuNode): void {
		for (const listener of [...this.#rooms.values()]) listener.onNodeChange(node)
	}
}

function crowding({ load }: SfuNode): number {
	return load ? load.peers / Math.max(1, load.workers.length) : 0
}
