import type { CallState } from '@enshin/contracts/call.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { QueuePosition } from '@enshin/contracts/signaling.ts'

/** What the queue needs of a call of one practitioner. Times are milliseconds since 1970. */
export type Queued = { callId: Id; startsAtMs: number; state: CallState; guestPresent: boolean }

/**
 * Where a waiting patient stands among the same practitioner's calls: first whoever is called or in the call, then those
 * who are here by the time of their appointment. Who has not come is not waited for.
 */
export function queuePositionOf(mine: Queued, all: Iterable<Queued>, nowMs: number): QueuePosition {
	let ahead = 0
	for (const other of all) {
		if (other.callId === mine.callId) continue
		const taken = other.state === 'ringing' || other.state === 'live' || other.state === 'interrupted'
		const earlier =
			other.startsAtMs === mine.startsAtMs ? other.callId < mine.callId : other.startsAtMs < mine.startsAtMs
		if (other.guestPresent && (taken || (other.state === 'waiting' && earlier))) ahead += 1
	}
	return { ahead, delayMinutes: Math.max(0, Math.floor((nowMs - mine.startsAtMs) / 60_000)) }
}
