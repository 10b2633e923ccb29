/**
 * Signaling's time on a browser whose own clock may be wrong by minutes: `now` ticks every second, in ms since 1970, and
 * is right to within a round trip once `set` was told what the server's clock said.
 */
export class Clock {
	now = $state(Date.now())
	#offsetMs = 0
	#timer: ReturnType<typeof setInterval> | undefined

	/** `at` is what the server said between two moments of `performance.now()`. */
	set(at: string, askedAt: number, answeredAt: number): void {
		const halfWayMs = (answeredAt - askedAt) / 2
		this.#offsetMs = Date.parse(at) + halfWayMs - Date.now()
		this.now = Date.now() + this.#offsetMs
	}

	start(): void {
		this.#timer ??= setInterval(() => {
			this.now = Date.now() + this.#offsetMs
		}, 1_000)
	}

	stop(): void {
		clearInterval(this.#timer)
		this.#timer = undefined
	}
}
