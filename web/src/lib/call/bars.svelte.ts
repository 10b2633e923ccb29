const hideAfterMs = 5_000

/**
 * Whether the lines above and below the picture show. On a touch screen they go after five quiet seconds and come back
 * with any touch, key or focus; they stay while the keyboard is in them, while `held` says so, and wherever there is a mouse.
 */
export class Bars {
	shown = $state(true)
	readonly #held: () => boolean
	#timer: ReturnType<typeof setTimeout> | undefined
	#listening: AbortController | null = null

	constructor(held: () => boolean) {
		this.#held = held
	}

	start(): void {
		this.#listening = new AbortController()
		const { signal } = this.#listening
		for (const event of ['pointerdown', 'keydown', 'focusin']) {
			document.addEventListener(event, () => this.wake(), { signal })
		}
		this.wake()
	}

	wake(): void {
		this.shown = true
		clearTimeout(this.#timer)
		this.#timer = setTimeout(() => this.#hide(), hideAfterMs)
	}

	stop(): void {
		this.#listening?.abort()
		clearTimeout(this.#timer)
		this.shown = true
	}

	#hide(): void {
		const touchOnly = matchMedia('(hover: none)').matches
		const keyboardInside = document.querySelector('[data-bar] :focus-visible') !== null
		if (!touchOnly || keyboardInside || this.#held()) this.wake()
		else this.shown = false
	}
}
