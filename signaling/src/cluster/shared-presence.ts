import type { Presence } from '@enshin/contracts/call.ts'
import type { DbEvent } from '@enshin/contracts/events.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { PresenceBoard } from '../presence.ts'

const retryAfterMs = 1_000

/**
 * Keeps the presence boards of all signaling nodes alike, through the database's events. What could not be told waits,
 * the newest state of each call only, and is told when the database is back.
 */
export class SharedPresence {
	readonly #nodeId: string
	readonly #board: PresenceBoard
	readonly #publish: (event: DbEvent) => Promise<void>
	readonly #waiting = new Map<Id, Presence>()
	#telling = false
	#stopped = false

	constructor(options: { nodeId: string; board: PresenceBoard; publish: (event: DbEvent) => Promise<void> }) {
		this.#nodeId = options.nodeId
		this.#board = options.board
		this.#publish = options.publish
		this.#board.onOwnChange = (presence) => this.#tell([presence])
	}

	/** It hears from now on; what was told before it did not hear. */
	async listening(): Promise<void> {
		this.#tell(this.#board.own)
		await this.#publish({ type: 'presence.asked', nodeId: this.#nodeId }).catch(() => {})
	}

	hear(event: DbEvent): void {
		// The others are not about presence.
		if (!('nodeId' in event) || event.nodeId === this.#nodeId) return
		if (event.type === 'presence.changed') this.#board.update(event.presence, event.nodeId)
		else this.#tell(this.#board.own)
	}

	/** Which signaling nodes hold a lease; what others told is no longer true. */
	setAlive(nodeIds: ReadonlySet<string>): void {
		for (const nodeId of this.#board.nodeIds) if (!nodeIds.has(nodeId)) this.#board.forgetNode(nodeId)
	}

	stop(): void {
		this.#stopped = true
		this.#board.onOwnChange = () => {}
	}

	#tell(presences: Presence[]): void {
		for (const presence of presences) this.#waiting.set(presence.callId, presence)
		if (!this.#telling) void this.#drain()
	}

	/** One after the other, for two at once could overtake each other on their connections. */
	async #drain(): Promise<void> {
		this.#telling = true
		for (const [callId, presence] of this.#waiting) {
			if (this.#stopped) break
			this.#waiting.delete(callId)
			try {
				await this.#publish({ type: 'presence.changed', nodeId: this.#nodeId, presence })
			} catch {
				if (!this.#waiting.has(callId)) this.#waiting.set(callId, presence)
				await new Promise((resolve) => setTimeout(resolve, retryAfterMs).unref())
			}
		}
		this.#telling = false
	}
}
