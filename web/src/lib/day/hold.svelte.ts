/** A hand that moved less than this ago is on its way to something. */
const movingMs = 1_500

/**
 * Whether somebody is about to press something in a list, so that nothing in it may move: the pointer rests or the focus
 * stands on a `data-hold` control, or the pointer moved over the list just now. Use: `<div {@attach hold.over}>`.
 */
export class Hold {
	#moving = $state(false)
	#onControl = $state(false)
	#focused = $state(false)
	#timer: ReturnType<typeof setTimeout> | undefined

	get held(): boolean {
		return this.#moving || this.#onControl || this.#focused
	}

	readonly over = (list: Element): (() => void) => {
		const controller = new AbortController()
		const listen = (where: EventTarget, type: string, act: (event: Event) => void) =>
			where.addEventListener(type, act, { signal: controller.signal, passive: true })
		const isControl = (target: EventTarget | null) =>
			target instanceof Element && list.contains(target) && target.closest('[data-hold]') !== null
		listen(list, 'pointermove', () => this.#moved())
		listen(list, 'pointerdown', () => this.#moved())
		listen(list, 'pointerleave', () => this.#left())
		listen(list, 'pointercancel', () => this.#left())
		// Later, for a row that goes takes the focus with it in the middle of the page's own work.
		const lookAtFocus = () =>
			queueMicrotask(() => {
				this.#focused = isControl(document.activeElement)
			})
		listen(list, 'focusout', lookAtFocus)
		// On the document, so that a control which went away under the pointer or the focus does not hold for ever.
		listen(document, 'pointerover', ({ target }) => {
			this.#onControl = isControl(target)
		})
		listen(document, 'focusin', lookAtFocus)
		return () => {
			controller.abort()
			this.#left()
			this.#focused = false
		}
	}

	#moved(): void {
		this.#moving = true
		clearTimeout(this.#timer)
		this.#timer = setTimeout(() => {
			this.#moving = false
		}, movingMs)
	}

	#left(): void {
		clearTimeout(this.#timer)
		this.#moving = false
		this.#onControl = false
	}
}
