import { setTimeout as pause } from 'node:timers/promises'
import { Refused } from '../target/ask.ts'

/** How long answers took, in milliseconds, nearest rank; null of nothing. */
export interface Latency {
	count: number
	p50: number
	p95: number
	p99: number
	max: number
}

const pauseMs = 200

/** Counts and times what is asked of the api, by kinds of question. */
export class Tally<Kind extends string> {
	readonly #times = new Map<Kind, number[]>()
	readonly #refused = new Map<string, number>()
	readonly #errors = new Map<string, number>()

	/** Runs one request and returns its answer; null where it was refused or failed, which is counted. */
	async ask<Answer>(kind: Kind, work: () => Promise<Answer>): Promise<Answer | null> {
		const startedAt = performance.now()
		const took = () => {
			const times = this.#times.get(kind) ?? []
			times.push(performance.now() - startedAt)
			this.#times.set(kind, times)
		}
		try {
			const answer = await work()
			took()
			return answer
		} catch (error) {
			took()
			// A refusal with a reason is an answer; everything else is a fault, after which nobody asks again at once.
			if (error instanceof Refused && error.code && error.status < 500) add(this.#refused, error.code)
			else {
				add(this.#errors, wordsOf(error))
				await pause(pauseMs)
			}
			return null
		}
	}

	latency(kind: Kind): Latency | null {
		const sorted = (this.#times.get(kind) ?? []).toSorted((a, b) => a - b)
		const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
		return sorted.length === 0 ? null : { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) }
	}

	/** By Problem code. */
	get refused(): Record<string, number> {
		return Object.fromEntries(this.#refused)
	}

	/** By their words. */
	get errors(): Record<string, number> {
		return Object.fromEntries(this.#errors)
	}
}

function add(counts: Map<string, number>, key: string): void {
	counts.set(key, (counts.get(key) ?? 0) + 1)
}

/** fetch says why in its cause: `fetch failed` alone helps nobody. */
function wordsOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error)
	return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}
