import type { CallEvent } from '@enshin/contracts/call.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Log } from './log.ts'
import { createPoster } from './post-json.ts'
import { Slots } from './slots.ts'

const mostKept = 2_000
const mostAtOnce = 200
const retryMs = { first: 250, most: 10_000 }
const answerWithinMs = 5_000
/** Calls told of at the same time. While a call waits for its turn, what happens in it gathers and travels together. */
const abreast = 8

type Queue = { readonly events: CallEvent[]; running: boolean; wake: () => void }

/**
 * Tells the api what happened in the calls: each call's events in order, again and again until they are taken. They are
 * kept in memory up to a bound; the api keeps a line once, however often it comes.
 */
export class Reporter {
	readonly #options: { secret: string; log: Log }
	readonly #poster: ReturnType<typeof createPoster>
	readonly #slots = new Slots(abreast)
	readonly #queues = new Map<Id, Queue>()
	#closing = false

	constructor(options: { apiUrl: string; secret: string; log: Log }) {
		this.#options = options
		this.#poster = createPoster(options.apiUrl, { connections: abreast, timeoutMs: answerWithinMs })
	}

	report(callId: Id, event: CallEvent): void {
		const queue = this.#queues.get(callId) ?? { events: [], running: false, wake: () => {} }
		this.#queues.set(callId, queue)
		queue.events.push(event)
		if (queue.events.length > mostKept) {
			const dropped = queue.events.shift()
			this.#options.log.error({ callId, dropped }, 'the api has been away for too long; a call event is lost')
		}
		if (!queue.running) void this.#run(callId, queue)
	}

	/** Whether the api has taken everything of this call. */
	isSettled(callId: Id): boolean {
		return !this.#queues.has(callId)
	}

	get pending(): number {
		return this.#queues.values().reduce((sum, { events }) => sum + events.length, 0)
	}

	/** Tries for so long to get rid of what is left. */
	async close(withinMs: number): Promise<void> {
		const deadline = Date.now() + withinMs
		for (const queue of this.#queues.values()) queue.wake()
		while (this.#queues.size > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20))
		this.#closing = true
		for (const [callId, { events, wake }] of this.#queues) {
			this.#options.log.error({ callId, events }, 'call events the api has not taken')
			wake()
		}
		this.#poster.close()
	}

	async #run(callId: Id, queue: Queue): Promise<void> {
		queue.running = true
		let delayMs = retryMs.first
		while (queue.events.length > 0 && !this.#closing) {
			const isTaken = await this.#slots.hold(() => this.#postFirst(callId, queue))
			if (isTaken) delayMs = retryMs.first
			if (isTaken || this.#closing) continue
			await pause(queue, delayMs * (0.75 + Math.random() / 2))
			delayMs = Math.min(delayMs * 2, retryMs.most)
		}
		queue.running = false
		this.#queues.delete(callId)
	}

	/** Posts the oldest, and takes them off when the api has them. */
	async #postFirst(callId: Id, { events }: Queue): Promise<boolean> {
		const batch = events.slice(0, mostAtOnce)
		if (!(await this.#post(callId, batch))) return false
		// Some may have been dropped meanwhile, for there were too many.
		events.splice(0, events.indexOf(batch.at(-1) as CallEvent) + 1)
		return true
	}

	/** True when the api took the events, or never will. */
	async #post(callId: Id, events: CallEvent[]): Promise<boolean> {
		const { secret, log } = this.#options
		try {
			const body = JSON.stringify({ events })
			const status = await this.#poster.post(`/internal/calls/${callId}/events`, body, {
				authorization: `Bearer ${secret}`,
			})
			if (status >= 200 && status < 300) return true
			const hopeless = status === 400 || status === 404 || status === 422
			const line = { callId, status, ...(hopeless ? { events } : {}) }
			log[hopeless ? 'error' : 'warn'](line, hopeless ? 'the api refuses call events' : 'call events wait for the api')
			return hopeless
		} catch (error) {
			log.warn({ callId, error: String(error) }, 'call events wait for the api')
			return false
		}
	}
}

function pause(queue: Queue, ms: number): Promise<void> {
	return new Promise((resolve) => {
		const timer = setTimeout(resolve, ms)
		queue.wake = () => {
			clearTimeout(timer)
			resolve()
		}
	})
}
