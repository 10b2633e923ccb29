import type { Id } from '@enshin/contracts/ids.ts'
import type { QueuePosition } from '@enshin/contracts/signaling.ts'
import type { Peer } from '../peer.ts'
import type { Call } from './call.ts'
import { queuePositionsOf } from './queue.ts'

/**
 * Who waits is told at once, and then no more often than this: where many come back together, each of them would
 * otherwise change the place of all others.
 */
const tellEveryMs = 500

type Queue = { readonly calls: Set<Call>; timer: NodeJS.Timeout | undefined; isStale: boolean }

/** The queue before each practitioner. */
export class Queues {
	readonly #queues = new Map<Id, Queue>()

	add(call: Call): void {
		const queue = this.#queues.get(call.practitionerId) ?? { calls: new Set(), timer: undefined, isStale: false }
		queue.calls.add(call)
		this.#queues.set(call.practitionerId, queue)
	}

	remove(call: Call): void {
		const queue = this.#queues.get(call.practitionerId)
		queue?.calls.delete(call)
		if (queue?.calls.size !== 0) return
		clearTimeout(queue.timer)
		this.#queues.delete(call.practitionerId)
	}

	/** A waiting guest's place; null for everybody else. */
	positionOf(call: Call, peer: Peer): QueuePosition | null {
		const calls = this.#queues.get(call.practitionerId)?.calls
		return calls && waits(call, peer) ? (positionsOf(calls).get(call.callId) ?? null) : null
	}

	/** Something in this practitioner's calls has changed: the waiting are told, now or soon. */
	changed(practitionerId: Id): void {
		const queue = this.#queues.get(practitionerId)
		if (!queue) return
		if (queue.timer) {
			queue.isStale = true
			return
		}
		tell(queue.calls)
		queue.timer = setTimeout(() => {
			queue.timer = undefined
			if (!queue.isStale) return
			queue.isStale = false
			this.changed(practitionerId)
		}, tellEveryMs).unref()
	}

	/** Delays grow by themselves. */
	tellAll(): void {
		for (const { calls } of this.#queues.values()) tell(calls)
	}
}

/** Tells those whose place or delay has changed since they were told. */
function tell(calls: Set<Call>): void {
	const positions = positionsOf(calls)
	for (const call of calls)
		for (const peer of call.peers.values()) {
			if (peer.isEntering) continue
			const position = waits(call, peer) ? (positions.get(call.callId) ?? null) : null
			const told = peer.toldQueue
			peer.toldQueue = position
			const isNew = position && (position.ahead !== told?.ahead || position.delayMinutes !== told.delayMinutes)
			if (isNew) peer.emit('queue.changed', position)
		}
}

const waits = (call: Call, peer: Peer) => peer.role === 'guest' && call.facts.state === 'waiting'

function positionsOf(calls: Set<Call>): Map<Id, QueuePosition> {
	return queuePositionsOf(
		calls.values().map((call) => call.queued()),
		Date.now(),
	)
}
