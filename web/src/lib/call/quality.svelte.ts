import type { Media } from './media.svelte.ts'
import {
	firstJudgement,
	gradeInterval,
	type Judgement,
	judge,
	type LineQuality,
	type Scores,
	sideOf,
} from './quality-judge.ts'
import { type Sample, sampleOf } from './stats.ts'

const everyMs = 2_000

/** Reads both transports every two seconds and says how the line is. `stop()` ends the reading. */
export class Quality {
	line = $state.raw<LineQuality>({ level: 'unknown', side: 'own' })
	scores: Scores = { ownSending: null, otherSending: null }
	/** The last reading; null while nothing flows. */
	latest: Sample | null = null
	readonly #media: Media
	#judgement: Judgement = firstJudgement
	#epoch = 0
	#timer: ReturnType<typeof setInterval> | undefined

	constructor(media: Media) {
		this.#media = media
	}

	start(): void {
		this.#timer ??= setInterval(() => void this.#look(), everyMs)
	}

	stop(): void {
		clearInterval(this.#timer)
		this.#timer = undefined
		this.#forget()
	}

	/** A picture was switched off or on: the gap it leaves in the counters is nobody's weak line. */
	pardon(): void {
		this.latest = null
	}

	/** Reads now; null while there are no transports. */
	async read(): Promise<Sample | null> {
		const { send, recv } = await this.#media.stats()
		return send && recv ? sampleOf(performance.now(), send.values(), recv.values()) : null
	}

	async #look(): Promise<void> {
		const now = await this.read()
		// Counters of another epoch start at zero, and cannot be compared.
		if (this.#media.epoch !== this.#epoch) this.#forget()
		this.#epoch = this.#media.epoch
		const before = this.latest
		this.latest = now
		if (!now || !before) return
		this.#judgement = judge(this.#judgement, gradeInterval(before, now))
		const { level } = this.#judgement
		this.line = { level, side: sideOf(level, this.scores) }
	}

	#forget(): void {
		this.latest = null
		this.#judgement = firstJudgement
		this.line = { level: 'unknown', side: 'own' }
	}
}
