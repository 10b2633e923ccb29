import { kill } from 'node:process'
import { ProblemError } from '@enshin/contracts/errors.ts'
import { chooseWorker } from './choose-worker.ts'
import type { SfuConfig } from './config.ts'
import type { Log } from './log.ts'
import { createMediaWorker, type MediaWorker, measure } from './media-worker.ts'

const longestRetryMs = 10_000
const longestCloseMs = 2000

/** Owns the worker processes: starts them, replaces those that die, ends them. Rooms only borrow one. */
export class WorkerPool {
	/** How many workers have died since the start. */
	deaths = 0
	readonly #config: SfuConfig
	readonly #log: Log
	readonly #workers = new Map<number, MediaWorker>()
	readonly #retries = new Set<NodeJS.Timeout>()
	readonly #starting = new Set<Promise<void>>()
	#retired = false

	private constructor(config: SfuConfig, log: Log) {
		this.#config = config
		this.#log = log
	}

	/** Rejects when any worker cannot start: a node that is short of one from the beginning is set up wrongly. */
	static async start(config: SfuConfig, log: Log): Promise<WorkerPool> {
		const pool = new WorkerPool(config, log)
		const slots = Array.from({ length: config.workers }, (_, slot) => slot)
		const started = await Promise.allSettled(slots.map((slot) => pool.#start(slot)))
		const failed = started.find((result) => result.status === 'rejected')
		if (!failed) return pool
		await pool.close()
		throw new Error('a mediasoup worker did not start; are its ports free?', { cause: failed.reason })
	}

	get alive(): MediaWorker[] {
		return [...this.#workers.values()]
	}

	/** The worker for a new room; `media.unavailable` while all are being replaced. */
	choose(): MediaWorker {
		const chosen = chooseWorker(this.alive)
		if (!chosen) throw new ProblemError('media.unavailable', { retryAfterMs: 1000 })
		return chosen
	}

	async measure(): Promise<void> {
		await Promise.all(this.alive.map(measure))
	}

	/** From here on a death is no news: a signal to stop often reaches the workers together with their node. */
	retire(): void {
		this.#retired = true
		for (const retry of this.#retries) clearTimeout(retry)
	}

	/** Ends every worker process and waits until it is gone. Idempotent. */
	async close(): Promise<void> {
		this.retire()
		await Promise.allSettled(this.#starting)
		await Promise.all(this.alive.map(end))
		this.#workers.clear()
	}

	#start(slot: number): Promise<void> {
		const starting = this.#install(slot).finally(() => this.#starting.delete(starting))
		this.#starting.add(starting)
		return starting
	}

	async #install(slot: number): Promise<void> {
		const worker = await createMediaWorker(this.#config, slot)
		this.#workers.set(slot, worker)
		const { pid } = worker.process
		this.#log.info({ pid, slot }, 'worker started')
		// The rooms hear of a death from their routers, before this; here only the place is filled again.
		worker.process.once('died', (error) => {
			this.#workers.delete(slot)
			if (this.#retired) return
			this.deaths++
			this.#log.error({ pid, slot, err: error, rooms: worker.rooms }, 'worker died, starting another')
			this.#replace(slot, 0)
		})
	}

	#replace(slot: number, attempt: number): void {
		if (this.#retired) return
		this.#start(slot).catch((error: unknown) => {
			const delayMs = Math.min(longestRetryMs, 250 * 2 ** attempt)
			this.#log.error({ slot, err: error, delayMs }, 'worker did not start again, retrying')
			const retry = setTimeout(() => {
				this.#retries.delete(retry)
				this.#replace(slot, attempt + 1)
			}, delayMs)
			this.#retries.add(retry)
		})
	}
}

function end({ process }: MediaWorker): Promise<void> {
	return new Promise((resolve) => {
		if (process.subprocessClosed) return resolve()
		const patience = setTimeout(() => kill(process.pid, 'SIGKILL'), longestCloseMs)
		process.once('subprocessclose', () => {
			clearTimeout(patience)
			resolve()
		})
		process.close()
	})
}
