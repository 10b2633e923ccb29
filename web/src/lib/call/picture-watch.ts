import { type WatchdogState, watchKeyframe } from './keyframe-watchdog.ts'
import type { RemoteTrack } from './remote.ts'

const everyMs = 200
/** While a picture stands still. */
const soonMs = 100

/** Watches the pictures that come in, and asks for a keyframe where packets flow and nothing is drawn. */
export class PictureWatch {
	readonly #pictures: () => RemoteTrack[]
	readonly #requestKeyframe: (consumerId: string) => void
	readonly #states = new Map<string, WatchdogState>()
	#timer: ReturnType<typeof setTimeout> | undefined
	#running = false

	constructor(pictures: () => RemoteTrack[], requestKeyframe: (consumerId: string) => void) {
		this.#pictures = pictures
		this.#requestKeyframe = requestKeyframe
	}

	start(): void {
		if (this.#running) return
		this.#running = true
		this.#next(everyMs)
	}

	stop(): void {
		this.#running = false
		clearTimeout(this.#timer)
		this.#states.clear()
	}

	#next(inMs: number): void {
		if (!this.#running) return
		this.#timer = setTimeout(async () => {
			const pictures = this.#pictures().filter(({ track }) => track.kind === 'video')
			const moving = await Promise.all(pictures.map((picture) => this.#look(picture)))
			this.#next(moving.every(Boolean) ? everyMs : soonMs)
		}, inMs)
	}

	/** Whether it moved since the last look. */
	async #look({ consumerId, receiver }: RemoteTrack): Promise<boolean> {
		const report = await receiver?.getStats().catch(() => null)
		if (!this.#running) return true
		for (const entry of report?.values() ?? []) {
			if (entry.type !== 'inbound-rtp') continue
			const reading = { atMs: performance.now(), packets: entry.packetsReceived, frames: entry.framesDecoded }
			const before = this.#states.get(consumerId) ?? null
			const { state, ask } = watchKeyframe(before, reading)
			this.#states.set(consumerId, state)
			if (ask) this.#requestKeyframe(consumerId)
			return before?.framesSince.frames !== reading.frames
		}
		return true
	}
}
