/** Speech at arm's length from a telephone gives about −50 to −20 dBFS; the bar shows that range as 0 to 1. */
const quietestDb = -55
const loudestDb = -15

/**
 * How loud the microphone is, 0 to 1, about 15 times a second. It measures a clone, so that the bar can tell a person who
 * is silenced that they speak. Owns its AudioContext; `close()` ends it.
 */
export class MicrophoneLevel {
	level = $state(0)
	/** True once something clearly louder than a room was heard. */
	heard = $state(false)
	#context: AudioContext | null = null
	#clone: MediaStreamTrack | null = null
	#timer: ReturnType<typeof setInterval> | undefined

	/** Measures this track instead of the last one. */
	watch(track: MediaStreamTrack | null): void {
		this.close()
		if (track?.readyState !== 'live') return
		this.#clone = track.clone()
		this.#clone.enabled = true
		this.#context = new AudioContext()
		const analyser = new AnalyserNode(this.#context, { fftSize: 1024 })
		this.#context.createMediaStreamSource(new MediaStream([this.#clone])).connect(analyser)
		const samples = new Float32Array(analyser.fftSize)
		this.#timer = setInterval(() => {
			analyser.getFloatTimeDomainData(samples)
			const now = levelOf(samples)
			// Up at once, down slowly: a bar that twitches says nothing.
			this.level = Math.max(now, this.level * 0.85)
			if (now > 0.25) this.heard = true
		}, 66)
	}

	/** Browsers let sound processing start only after a touch; call this from one. */
	resume(): void {
		if (this.#context?.state === 'suspended') void this.#context.resume()
	}

	close(): void {
		clearInterval(this.#timer)
		this.#clone?.stop()
		this.#clone = null
		void this.#context?.close()
		this.#context = null
		this.level = 0
	}
}

function levelOf(samples: Float32Array): number {
	let sum = 0
	for (const sample of samples) sum += sample * sample
	const db = 10 * Math.log10(sum / samples.length + 1e-12)
	return Math.min(1, Math.max(0, (db - quietestDb) / (loudestDb - quietestDb)))
}
