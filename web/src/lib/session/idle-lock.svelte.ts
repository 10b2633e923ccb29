/** What the tabs of one browser tell each other: somebody is here, the screen is locked, it is open again. */
type Word = 'active' | 'locked' | 'unlocked'

/** How often the time is looked at, and how often at most the other tabs hear that somebody is here. */
const lookEveryMs = 5_000
const tellEveryMs = 10_000
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const

/**
 * 離席 (Q16): locks the screen after so many minutes without a sign of anybody, in every tab at once. It knows no markup and
 * asks no server: `onlock` is told. While `busy` says so, as in a call, somebody is here. Its maker starts and closes it.
 */
export class IdleLock {
	locked = $state(false)
	#lastSign = Date.now()
	#lastTold = 0
	#channel: BroadcastChannel | undefined
	#timer: ReturnType<typeof setInterval> | undefined
	readonly #options: { minutes: number; busy: () => boolean; onlock: () => void }

	constructor(options: { minutes: number; busy: () => boolean; onlock: () => void }) {
		this.#options = options
	}

	start(): void {
		this.#channel = new BroadcastChannel('enshin-idle-lock')
		this.#channel.onmessage = ({ data }: MessageEvent<Word>) => this.#hear(data)
		this.#timer = setInterval(this.#look, lookEveryMs)
		for (const sign of signs) window.addEventListener(sign, this.#sign, { passive: true, capture: true })
		// A laptop that was shut has slept through the timer: it must not show the page before it is looked at.
		document.addEventListener('visibilitychange', this.#look)
	}

	/** The right password was given. */
	open(): void {
		this.locked = false
		this.#lastSign = Date.now()
		this.#channel?.postMessage('unlocked' satisfies Word)
	}

	close(): void {
		clearInterval(this.#timer)
		for (const sign of signs) window.removeEventListener(sign, this.#sign, { capture: true })
		document.removeEventListener('visibilitychange', this.#look)
		this.#channel?.close()
	}

	#look = (): void => {
		if (this.locked) return
		if (this.#options.busy()) {
			this.#sign()
			return
		}
		if (Date.now() - this.#lastSign < this.#options.minutes * 60_000) return
		this.locked = true
		this.#channel?.postMessage('locked' satisfies Word)
		this.#options.onlock()
	}

	#sign = (): void => {
		const now = Date.now()
		// A sign that comes too late is no sign: the one who gives it may be somebody else.
		if (this.locked || now - this.#lastSign >= this.#options.minutes * 60_000) return
		this.#lastSign = now
		if (now - this.#lastTold < tellEveryMs) return
		this.#lastTold = now
		this.#channel?.postMessage('active' satisfies Word)
	}

	#hear(word: Word): void {
		if (word === 'locked') this.locked = !this.#options.busy()
		else this.#lastSign = Date.now()
		if (word === 'unlocked') this.locked = false
	}
}
