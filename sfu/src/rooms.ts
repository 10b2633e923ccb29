import { mediaCodecs } from './codecs.ts'
import type { Log } from './log.ts'
import { answered } from './refuse.ts'
import { Registry } from './registry.ts'
import { Room } from './room.ts'
import type { Tell } from './tell.ts'
import type { WorkerPool } from './workers.ts'

export const closingReasons = ['asked', 'worker_died', 'abandoned'] as const
export type ClosingReason = (typeof closingReasons)[number]

/** All rooms of this node: the one place that opens, finds and closes them. */
export class Rooms {
	/** How many have closed since the start, and why. */
	readonly closings: Record<ClosingReason, number> = { asked: 0, worker_died: 0, abandoned: 0 }
	readonly #pool: WorkerPool
	readonly #tell: Tell
	readonly #log: Log
	readonly #rooms = new Registry<Room>()

	constructor(pool: WorkerPool, tell: Tell, log: Log) {
		this.#pool = pool
		this.#tell = tell
		this.#log = log
	}

	get all(): Room[] {
		return this.#rooms.all
	}

	/** Opens a room, or finds the one under this id; two who ask at once share one. */
	async open(roomId: string): Promise<{ room: Room; created: boolean }> {
		const created = !this.#rooms.has(roomId)
		const room = created ? this.#rooms.open(roomId, () => this.#create(roomId)) : this.#rooms.get(roomId)
		return { room: await room, created }
	}

	get(roomId: string): Promise<Room> {
		return this.#rooms.get(roomId)
	}

	/** Idempotent. What nobody asked for is told. */
	close(roomId: string, reason: ClosingReason): void {
		if (!this.#rooms.close(roomId)) return
		this.closings[reason]++
		this.#log.info({ roomId, reason }, 'room closed')
		if (reason !== 'asked') this.#tell('room.closed', { roomId, reason })
	}

	closeAll(): void {
		this.#rooms.closeAll()
	}

	async #create(roomId: string): Promise<Room> {
		const worker = this.#pool.choose()
		const router = await answered(worker.process.createRouter({ mediaCodecs }), 'media.unavailable')
		// The end of its worker reaches a room through its router. A node that stops ends its workers too, and tells nobody.
		router.once('workerclose', () => this.close(roomId, worker.process.died ? 'worker_died' : 'asked'))
		this.#log.info({ roomId, pid: worker.process.pid }, 'room opened')
		return new Room(roomId, router, worker, this.#tell)
	}
}
