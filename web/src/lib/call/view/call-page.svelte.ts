import { Bars } from '../bars.svelte.ts'
import type { Call } from '../call.svelte.ts'
import { FullScreen } from '../full-screen.svelte.ts'
import { Shortcuts } from '../shortcuts.svelte.ts'

/** What is open on the page of a call, for both sides: the panels, the sheets, the bars, the keys. */
export class CallPage {
	chatOpen = $state(false)
	moreOpen = $state(false)
	devicesOpen = $state(false)
	keysOpen = $state(false)
	endOpen = $state(false)
	readonly fullScreen = new FullScreen()
	readonly bars: Bars
	readonly shortcuts: Shortcuts

	constructor(call: Call) {
		this.bars = new Bars(() => this.#anythingOpen)
		this.shortcuts = new Shortcuts({
			microphone: () => void call.devices.want('microphone', !call.devices.wanted.microphone),
			camera: () => void call.devices.want('camera', !call.devices.wanted.camera),
			messages: () => this.toggleChat(),
			fullScreen: () => void this.fullScreen.toggle(),
			help: () => {
				this.keysOpen = true
			},
		})
	}

	/** From the moment the picture is on screen until the returned function is called. */
	start(): () => void {
		const stops = [this.shortcuts.start(), this.fullScreen.watch()]
		this.bars.start()
		return () => {
			this.bars.stop()
			for (const stop of stops) stop()
		}
	}

	toggleChat(): void {
		this.chatOpen = !this.chatOpen
	}

	get #anythingOpen(): boolean {
		return this.chatOpen || this.moreOpen || this.devicesOpen || this.keysOpen || this.endOpen
	}
}
