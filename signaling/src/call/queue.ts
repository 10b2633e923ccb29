import type { CallState } from '@enshin/contracts/call.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { QueuePosition } from '@enshin/contracts/signaling.ts'

/** What the queue needs of a call of one practitioner. Times are milliseconds since 1970. */
export type Queued = { callId: Id; startsAtMs: number; state: CallState; guestPresent: boolean }

/**
 * Where waiting patients stand among the same practitioner's calls: first whoever is called or in the call, then those
 * who are here by the time of their appointment. Who has not come is not waited for. By call; sorted once for all.
 */
export function queuePositionsOf(all: Iterable<Queued>, nowMs: number): Map<Id, QueuePosition> {
	const inOrder = [...all].sort((a, b) => a.startsAtMs - b.startsAtMs || (a.callId < b.callId ? -1 : 1))
	const taken = inOrder.filter(isTaken).length
	const positions = new Map<Id, QueuePosition>()
	let waiting = 0
	for (const call of inOrder) {
		const ahead = waiting + taken - (isTaken(call) ? 1 : 0)
		positions.set(call.callId, {
			ahead,
			delayMinutes: Math.max(0, Math.floor((nowMs - call.startsAtMs) / 60_000)),
		})
		if (call.guestPresent && call.state === 'waiting') waiting += 1
	}
	return positions
}

function isTaken({ guestPresent, state }: Queued): boolean {
	return guestPresent && (state === 'ringing' || state === 'live' || state === 'interrupted')
}
