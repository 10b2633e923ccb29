/** How much of one turn of the event loop may go into what waits here, before everything else gets its turn. */
const sliceMs = 8

/**
 * Lets in one after the other what comes in crowds: when a server is lost, a thousand browsers come back within a
 * second. Work done at once for all of them would hold up the event loop, and with it every call that runs; in slices it
 * takes as long and holds up nobody. Alone, one does not wait.
 */
export class Turnstile {
	readonly #waiting: (() => void)[] = []
	#spentMs = 0
	#nextTurn: NodeJS.Immediate | undefined

	get waiting(): number {
		return this.#waiting.length
	}

	/** Runs the work, now or when its turn has come, in the order asked. What it does after an await counts no more. */
	pass(work: () => void): void {
		if (this.#waiting.length > 0 || this.#spentMs >= sliceMs) this.#waiting.push(work)
		else this.#run(work)
	}

	/** The same for work with a result. */
	turn<T>(work: () => T | Promise<T>): Promise<T> {
		return new Promise((resolve, reject) => {
			this.pass(() => {
				try {
					resolve(work())
				} catch (error) {
					reject(error)
				}
			})
		})
	}

	#run(work: () => void): void {
		const begunMs = performance.now()
		work()
		this.#spentMs += performance.now() - begunMs
		this.#nextTurn ??= setImmediate(() => this.#turn())
	}

	#turn(): void {
		this.#nextTurn = undefined
		this.#spentMs = 0
		let taken = 0
		for (const work of this.#waiting) {
			if (this.#spentMs >= sliceMs) break
			taken += 1
			this.#run(work)
		}
		this.#waiting.splice(0, taken)
	}
}
