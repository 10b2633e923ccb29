/** The whole page without the browser around it, where the browser can: an iPhone cannot. */
export class FullScreen {
	active = $state(false)
	readonly possible: boolean

	constructor() {
		this.possible = typeof document !== 'undefined' && document.fullscreenEnabled === true
	}

	/** Follows what the person does with the browser's own keys, until the returned function is called. */
	watch(): () => void {
		const follow = () => {
			this.active = document.fullscreenElement !== null
		}
		document.addEventListener('fullscreenchange', follow)
		return () => document.removeEventListener('fullscreenchange', follow)
	}

	async toggle(): Promise<void> {
		if (!this.possible) return
		// A browser may refuse without a touch; then nothing changes.
		if (document.fullscreenElement) await document.exitFullscreen().catch(() => {})
		else await document.documentElement.requestFullscreen().catch(() => {})
	}
}
