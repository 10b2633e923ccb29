/** Two soft notes, made here: no file to wait for. Hertz, and seconds from the start of each round. */
const ringNotes = [
	{ hertz: 659.3, at: 0 },
	{ hertz: 880, at: 0.22 },
	{ hertz: 659.3, at: 0.7 },
	{ hertz: 880, at: 0.92 },
] as const
const ringEveryMs = 3_000
const vibration = [400, 200, 400]

/**
 * Rings and lets the telephone tremble until the returned function is called. A browser that was not touched yet stays
 * silent; the page says the same in large letters.
 */
export function ring(): () => void {
	const context = new AudioContext()
	const once = () => {
		if (context.state === 'suspended') void context.resume()
		for (const { hertz, at } of ringNotes) playNote(context, context.destination, hertz, context.currentTime + at, 0.2)
		navigator.vibrate?.(vibration)
	}
	once()
	const timer = setInterval(once, ringEveryMs)
	return () => {
		clearInterval(timer)
		navigator.vibrate?.(0)
		void context.close()
	}
}

/** Plays a short melody on the chosen speaker; resolves when it is over. */
export async function playTestSound(speakerId: string | undefined): Promise<void> {
	const context = new AudioContext()
	try {
		await context.resume()
		await chooseSpeaker(context, speakerId)
		const melody = [523.3, 659.3, 784, 1046.5]
		for (const [index, hertz] of melody.entries())
			playNote(context, context.destination, hertz, context.currentTime + index * 0.3, 0.35)
		await new Promise((resolve) => setTimeout(resolve, melody.length * 300 + 400))
	} finally {
		void context.close()
	}
}

/** One note that swells and fades, so that nothing clicks. Loudness 0 to 1. */
function playNote(context: AudioContext, to: AudioNode, hertz: number, at: number, loudness: number): void {
	const oscillator = new OscillatorNode(context, { type: 'sine', frequency: hertz })
	const gain = new GainNode(context, { gain: 0 })
	gain.gain.setValueAtTime(0, at)
	gain.gain.linearRampToValueAtTime(loudness, at + 0.03)
	gain.gain.exponentialRampToValueAtTime(0.001, at + 0.4)
	oscillator.connect(gain).connect(to)
	oscillator.start(at)
	oscillator.stop(at + 0.45)
}

/** Chrome and Edge can send a context elsewhere; others play where the system plays. */
async function chooseSpeaker(context: AudioContext, speakerId: string | undefined): Promise<void> {
	const target = context as AudioContext & { setSinkId?: (id: string) => Promise<void> }
	if (speakerId) await target.setSinkId?.(speakerId).catch(() => {})
}
