import { beforeNavigate, goto } from '$app/navigation'

/**
 * Asks before somebody leaves what they have not saved. Inside the site our own dialog asks (`asking`); a reload, another
 * site or a plain form gets the browser's. For a component's initialisation.
 */
export class LeaveGuard {
	asking = $state(false)
	#to: URL | null = null
	#allowed = false
	readonly #onAbandon: () => void

	constructor(dirty: () => boolean, onAbandon: () => void) {
		this.#onAbandon = onAbandon
		beforeNavigate((navigation) => {
			if (this.#allowed || !dirty() || isSignIn(navigation.to?.url)) return
			navigation.cancel()
			if (navigation.willUnload || !navigation.to) return
			this.#to = navigation.to.url
			this.asking = true
		})
	}

	/** Goes where they wanted to, without what was typed. */
	leave(): void {
		this.#allowed = true
		this.#onAbandon()
		if (this.#to) void goto(this.#to)
	}
}

/** A session that is over leads there by itself; what was typed is kept for this tab and waits for the way back. */
function isSignIn(url: URL | undefined): boolean {
	return url !== undefined && (url.pathname.endsWith('/sign-in') || url.pathname === '/f')
}
