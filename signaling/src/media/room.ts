import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Log } from '../log.ts'
import type { SfuData, SfuEvent, SfuMethod, SfuNode, SfuReply } from '../sfu-client.ts'
import type { SfuPool } from '../sfu-pool.ts'

export type RoomMethod = Exclude<SfuMethod, 'hello' | `room.${string}`>

export type RoomHooks = {
	/** A new room is open and empty. */
	readonly onOpen: () => void
	/** The room is gone with all media in it; another `onOpen` follows when a node can be had. */
	readonly onLost: () => void
	/** The control socket was away and the room outlived it: commands and events of that time were missed. */
	readonly onReattached: () => void
	readonly onEvent: (event: SfuEvent) => void
}

type Place = { readonly node: SfuNode; readonly routerRtpCapabilities: Record<string, unknown> }

const retryMs = { first: 100, most: 2_000 }

/**
 * A call's room on one sfu node at a time. It finds a node, opens the room, notices when it is gone and opens it again
 * somewhere. The sfu owns the room; this asks for it, and asks for its end.
 */
export class Room {
	readonly roomId: string
	/** 0 before the first room; then how many there have been: what was asked of one is not of the next. */
	generation = 0
	readonly #pool: SfuPool
	readonly #preferredNodeId: string | null
	readonly #hooks: RoomHooks
	readonly #log: Log
	#place: Place | null = null
	#wanted = false
	#establishing = false
	/** The node is back, and whether it still has the room is being asked. */
	#unsure = false
	#wake: () => void = () => {}

	constructor(roomId: string, options: { pool: SfuPool; preferredNodeId: string | null; hooks: RoomHooks; log: Log }) {
		this.roomId = roomId
		this.#pool = options.pool
		this.#preferredNodeId = options.preferredNodeId
		this.#hooks = options.hooks
		this.#log = options.log
	}

	/** Null while there is no room. */
	get routerRtpCapabilities(): Record<string, unknown> | null {
		return this.#place?.routerRtpCapabilities ?? null
	}

	/** From now on there should be a room. */
	start(): void {
		if (this.#wanted) return
		this.#wanted = true
		this.#pool.listen(this.roomId, {
			onEvent: (event, node) => this.#onEvent(event, node),
			onNodeChange: (node) => this.#onNodeChange(node),
		})
		void this.#establish()
	}

	/** Rejects with `media.unavailable` where there is no room or no answer, and with what the sfu refused otherwise. */
	async request<M extends RoomMethod>(method: M, data: Omit<SfuData<M>, 'roomId'>): Promise<SfuReply<M>> {
		if (!this.#place || this.#unsure) throw new ProblemError('media.unavailable')
		try {
			return await this.#place.node.request(method, { ...data, roomId: this.roomId } as SfuData<M>)
		} catch (error) {
			throw asMediaProblem(error)
		}
	}

	/** Runs work that opens something at the node when it has a place for it. What was true before may not be so then. */
	whenItsTurn<T>(work: () => Promise<T>): Promise<T> {
		return this.#place ? this.#place.node.openings.hold(work) : work()
	}

	/** For good: the room is closed at its node, now or when that is back. */
	close(): void {
		this.#wanted = false
		this.#wake()
		this.#pool.forget(this.roomId)
		if (this.#place) this.#pool.closeRoom(this.#place.node, this.roomId)
		this.#place = null
	}

	/** Lets go of the room without closing it: it is this process that stops, not the call. */
	leave(): void {
		this.#wanted = false
		this.#wake()
		this.#pool.forget(this.roomId)
		this.#place = null
	}

	async #establish(): Promise<void> {
		if (this.#establishing) return
		this.#establishing = true
		let delayMs = retryMs.first
		while (this.#wanted && !this.#place) {
			const node = this.#pool.choose((await this.#pool.place(this.roomId)) ?? this.#preferredNodeId)
			if (node && this.#wanted && (await this.#openAt(node))) continue
			await this.#pause(delayMs)
			delayMs = Math.min(delayMs * 2, retryMs.most)
		}
		this.#establishing = false
	}

	async #openAt(node: SfuNode): Promise<boolean> {
		try {
			const { routerRtpCapabilities } = await node.openings.hold(() => {
				if (!this.#wanted) throw new ProblemError('unavailable')
				this.#pool.keepRoom(node, this.roomId)
				return node.request('room.open', { roomId: this.roomId })
			})
			if (!this.#wanted) this.#pool.closeRoom(node, this.roomId)
			else this.#opened(node, routerRtpCapabilities)
			return true
		} catch (error) {
			if (this.#wanted)
				this.#log.warn({ roomId: this.roomId, node: node.url, error: String(error) }, 'room could not be opened')
			return false
		}
	}

	#opened(node: SfuNode, routerRtpCapabilities: Record<string, unknown>): void {
		this.generation += 1
		this.#unsure = false
		this.#place = { node, routerRtpCapabilities }
		this.#hooks.onOpen()
	}

	#lose(): void {
		if (!this.#place) return
		this.#place = null
		this.#unsure = false
		this.#log.warn({ roomId: this.roomId, generation: this.generation }, 'room lost')
		this.#hooks.onLost()
	}

	#onEvent(event: SfuEvent, node: SfuNode): void {
		if (this.#place?.node !== node) return
		if (event.event === 'room.closed') this.#moveOn()
		else this.#hooks.onEvent(event)
	}

	#onNodeChange(node: SfuNode): void {
		this.#wake()
		const place = this.#place
		if (!place) return
		if (place.node === node && node.isUp) void this.#reattach(place)
		else if (this.#pool.isGone(place.node) && this.#pool.choose(this.#preferredNodeId)) this.#moveOn()
	}

	/** The room is given up where it was, so that it never is in two places, and opened anew. */
	#moveOn(): void {
		if (this.#place) this.#pool.closeRoom(this.#place.node, this.roomId)
		this.#lose()
		void this.#establish()
	}

	/** `created` tells whether the room of before was still there. */
	async #reattach(place: Place): Promise<void> {
		this.#unsure = true
		try {
			const { created, routerRtpCapabilities } = await place.node.openings.hold(() => {
				if (this.#place !== place) throw new ProblemError('unavailable')
				return place.node.request('room.open', { roomId: this.roomId })
			})
			if (this.#place !== place) return
			this.#unsure = false
			if (created) {
				this.#lose()
				this.#opened(place.node, routerRtpCapabilities)
			} else this.#hooks.onReattached()
		} catch {
			// The node is away again, and its next hello tries again; or it lives and cannot hold rooms, so look elsewhere.
			if (this.#place === place && place.node.isUp) this.#moveOn()
		}
	}

	#pause(ms: number): Promise<void> {
		return new Promise((resolve) => {
			const timer = setTimeout(resolve, ms)
			this.#wake = () => {
				clearTimeout(timer)
				resolve()
			}
		})
	}
}

/** What the sfu refused because of the browser's own parameters is the browser's to know; the rest is our weather. */
function asMediaProblem(error: unknown): unknown {
	if (!(error instanceof ProblemError)) return error
	if (error.code === 'media.unknown' || error.code === 'media.refused') return error
	if (error.code === 'request.invalid') return new ProblemError('media.refused', {}, { cause: error })
	return new ProblemError('media.unavailable', {}, { cause: error })
}
