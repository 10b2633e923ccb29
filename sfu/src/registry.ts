import { ProblemError } from '@enshin/contracts/errors.ts'

type Entry<T> = { opening: Promise<T>; value: T | null; closed: boolean }

/**
 * What is known by an id and takes a moment to open. Everything here happens in the order it was asked for: who names
 * one that is just opening waits for it, and one that is closed before it has opened never comes to life.
 */
export class Registry<T extends { close(): void }> {
	readonly #entries = new Map<string, Entry<T>>()

	/** Those that are open by now. */
	get all(): T[] {
		return [...this.#entries.values()].flatMap(({ value }) => value ?? [])
	}

	has(id: string): boolean {
		return this.#entries.has(id)
	}

	/** Opens one under an id that has none. Rejects with `media.unknown` when it was closed meanwhile. */
	open(id: string, create: () => Promise<T>): Promise<T> {
		const entry: Entry<T> = { opening: create(), value: null, closed: false }
		this.#entries.set(id, entry)
		entry.opening = entry.opening.then(
			(value) => {
				if (entry.closed) {
					value.close()
					throw new ProblemError('media.unknown')
				}
				entry.value = value
				return value
			},
			(error: unknown) => {
				if (!entry.closed) this.#entries.delete(id)
				throw error
			},
		)
		return entry.opening
	}

	/** Rejects with `media.unknown` when there is none. */
	get(id: string): Promise<T> {
		return this.#entries.get(id)?.opening ?? Promise.reject(new ProblemError('media.unknown'))
	}

	/** Whether there was one to close. */
	close(id: string): boolean {
		const entry = this.#entries.get(id)
		if (!entry) return false
		this.#entries.delete(id)
		entry.closed = true
		entry.value?.close()
		return true
	}

	closeAll(): void {
		for (const id of [...this.#entries.keys()]) this.close(id)
	}
}
