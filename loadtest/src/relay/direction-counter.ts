import type { DirectionStats } from './types.ts'

/** Counts of one direction, as plain fields for the path every packet takes. */
export class DirectionCounter {
	seen = 0
	passed = 0
	bytes = 0
	lost = 0
	cut = 0
	overflowed = 0
	duplicated = 0
	delayed = 0
	#lateSumMs = 0
	#lateWorstMs = 0

	late(ms: number): void {
		this.delayed++
		this.#lateSumMs += ms
		this.#lateWorstMs = Math.max(this.#lateWorstMs, ms)
	}

	read(): DirectionStats {
		const { seen, passed, bytes, lost, cut, overflowed, duplicated, delayed } = this
		const lateMs = { mean: delayed > 0 ? this.#lateSumMs / delayed : 0, worst: this.#lateWorstMs }
		return { seen, passed, bytes, lost, cut, overflowed, duplicated, delayed, lateMs }
	}
}
