/** Often enough for whole minutes, seldom enough to cost nothing. */
const tickMs = 5_000

/**
 * The server's time, ticking. A clinic's computer may be ten minutes wrong, and waiting times must not be: what counts is
 * how long ago the server said its time, by this computer's own count.
 */
export class Clock {
	/** The server's own time until the page has woken up, so that both draw the same. */
	now = $state.raw(new Date(0))
	#aheadMs = 0

	constructor(serverNow: string) {
		this.now = new Date(serverNow)
	}

	/** Takes the server's time anew, as it was just said. */
	set(serverNow: string): void {
		this.#aheadMs = Date.parse(serverNow) - Date.now()
		this.#tick()
	}

	/** Ticks until the returned function is called. */
	start(): () => void {
		const timer = setInterval(() => this.#tick(), tickMs)
		return () => clearInterval(timer)
	}

	#tick(): void {
		this.now = new Date(Date.now() + this.#aheadMs)
	}
}
