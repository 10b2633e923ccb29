import { type WatchdogState, watchKeyframe } from './keyframe-watchdog.ts'
import type { RemoteTrack } from './remote.ts'

const everyMs = 200

/** Watches the pictures that come in, and asks for a keyframe where packets flow and nothing is drawn. */
export class PictureWatch {
	readonly #pictures: () => RemoteTrack[]
	readonly #requestKeyframe: (consumerId: string) => void
	readonly #states = new Map<string, WatchdogState>()
	#timer: ReturnType<typeof setInterval> | undefined

	constructor(pictures: () => RemoteTrack[], requestKeyframe: (consumerId: string) => void) {
		this.#pictures = pictures
		this.#requestKeyframe = requestKeyframe
	}

	start(): void {
		this.#timer ??= setInterval(() => {
			for (const picture of this.#pictures()) if (picture.track.kind === 'video') void this.#look(picture)
		}, everyMs)
	}

	stop(): void {
		clearInterval(this.#timer)
		this.#timer = undefined
		this.#states.clear()
	}

	async #look({ consumerId, receiver }: RemoteTrack): Promise<void> {
		const report = await receiver?.getStats().catch(() => null)
		for (const entry of report?.values() ?? []) {
			if (entry.type !== 'inbound-rtp') continue
			const reading = { atMs: performance.now(), packets: entry.packetsReceived, frames: entry.framesDecoded }
			const { state, ask } = watchKeyframe(this.#states.get(consumerId) ?? null, reading)
			this.#states.set(consumerId, state)
			if (ask) this.#requestKeyframe(consumerId)
		}
	}
}
