/** Packets flow and no frame comes of them: this long, and a keyframe is what is missing. */
const standstillMs = 300
const atMostEveryMs = 1_000

export type VideoReading = { atMs: number; packets: number; frames: number }
export type WatchdogState = { framesSince: VideoReading; askedAt: number }

/**
 * After an outage Chrome asks for a keyframe only after about three seconds, while packets already flow (performance.md).
 * Says when to ask earlier. Pure: takes a reading and the last state, gives the next and whether to ask now.
 */
export function watchKeyframe(before: WatchdogState | null, now: VideoReading): { state: WatchdogState; ask: boolean } {
	if (!before || now.frames !== before.framesSince.frames || now.packets < before.framesSince.packets) {
		return { state: { framesSince: now, askedAt: before?.askedAt ?? Number.NEGATIVE_INFINITY }, ask: false }
	}
	const flowing = now.packets > before.framesSince.packets
	// A stream that stood still without packets has not been waiting for a frame: count from when they came back.
	if (!flowing) return { state: { ...before, framesSince: now }, ask: false }
	const ask = now.atMs - before.framesSince.atMs >= standstillMs && now.atMs - before.askedAt >= atMostEveryMs
	return { state: ask ? { ...before, askedAt: now.atMs } : before, ask }
}
