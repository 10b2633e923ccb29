/** The sfu answers ten times a second what it receives: not a packet in this time, and the line is out. */
const unansweredMs = 800

export type SendReading = { atMs: number; sent: number; received: number }
export type SendState = { answered: SendReading; isOut: boolean }

/**
 * Whether what is sent still arrives, known by what comes back over the same path. Pure: takes a reading and the last
 * state, gives the next.
 */
export function watchAnswers(before: SendState | null, now: SendReading): SendState {
	if (!before || now.received !== before.answered.received) return { answered: now, isOut: false }
	// Whoever sends nothing is answered nothing, and the time has not begun.
	if (!before.isOut && now.sent === before.answered.sent) return { answered: now, isOut: false }
	return { ...before, isOut: now.atMs - before.answered.atMs >= unansweredMs }
}
