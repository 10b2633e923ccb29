import type { Scores } from './quality-judge.ts'

/** Collects mediasoup's scores and keeps the worst of each side. A paused stream scores 0 and says nothing. */
export class ScoreBoard {
	readonly #own = new Map<string, number>()
	readonly #other = new Map<string, number>()

	own(producerId: string, score: number): void {
		this.#own.set(producerId, score)
	}

	other(consumerId: string, producerScore: number): void {
		this.#other.set(consumerId, producerScore)
	}

	forget(consumerId: string): void {
		this.#other.delete(consumerId)
	}

	clear(): void {
		this.#own.clear()
		this.#other.clear()
	}

	get worst(): Scores {
		return { ownSending: worstOf(this.#own), otherSending: worstOf(this.#other) }
	}
}

function worstOf(scores: Map<string, number>): number | null {
	const counting = [...scores.values()].filter((score) => score > 0)
	return counting.length > 0 ? Math.min(...counting) : null
}
