import type { Video } from '../call/state.ts'

/**
 * Whether one participant's camera reaches the sfu, from its producer's score (0 means that nothing arrives). A picture
 * that stops is given some seconds, for a short hole in the network is no interruption of a consultation.
 */
export class VideoWatch {
	readonly #lostAfterMs: number
	readonly #onChange: () => void
	#video: Video = 'none'
	#paused = false
	#score = 0
	#timer: NodeJS.Timeout | undefined

	constructor(lostAfterMs: number, onChange: () => void) {
		this.#lostAfterMs = lostAfterMs
		this.#onChange = onChange
	}

	get video(): Video {
		return this.#video
	}

	/** A new camera. One that takes the place of a live one (another device) counts as live while it starts. */
	opened(paused: boolean): void {
		this.#score = 0
		this.#paused = paused
		if (paused) this.#set('off')
		else if (this.#video === 'live') this.#doubt()
		else this.#set('none')
	}

	/** By its owner: switched off. Otherwise it was lost. */
	closed(byOwner: boolean): void {
		this.#score = 0
		this.#paused = false
		this.#set(byOwner ? 'off' : 'none')
	}

	paused(): void {
		this.#paused = true
		this.#set('off')
	}

	/** The score of before the pause still stands: mediasoup tells only changes. */
	resumed(): void {
		this.#paused = false
		this.#set(this.#score > 0 ? 'live' : 'none')
	}

	scored(score: number): void {
		this.#score = score
		if (this.#paused) return
		if (score > 0) this.#set('live')
		else if (this.#video === 'live') this.#doubt()
	}

	stop(): void {
		clearTimeout(this.#timer)
	}

	#doubt(): void {
		this.#timer ??= setTimeout(() => this.#set('none'), this.#lostAfterMs)
	}

	#set(video: Video): void {
		clearTimeout(this.#timer)
		this.#timer = undefined
		if (video === this.#video) return
		this.#video = video
		this.#onChange()
	}
}
