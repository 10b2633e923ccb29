import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { CallClaims } from '@enshin/contracts/join-token.ts'
import type { QueuePosition } from '@enshin/contracts/signaling.ts'
import type { Peer } from '../peer.ts'
import { isSecretOf } from '../session.ts'
import { Call, type CallServices } from './call.ts'
import { Queues } from './queues.ts'

/** All calls this process knows, the sessions into them, and the queue before each practitioner. */
export class CallRegistry {
	readonly #services: CallServices
	readonly #calls = new Map<Id, Call>()
	readonly #sessions = new Map<Id, { call: Call; peer: Peer }>()
	readonly #queues = new Queues()
	readonly #onForgotten: (call: Call) => void

	constructor(services: CallServices, onForgotten: (call: Call) => void) {
		this.#onForgotten = onForgotten
		this.#services = {
			...services,
			onChanged: (call) => {
				services.onChanged(call)
				this.#queues.changed(call.practitionerId)
			},
		}
	}

	get all(): Call[] {
		return [...this.#calls.values()]
	}

	/**
	 * The call a token speaks of; one this process does not know begins as the api has it on record. Throws `call.ended`,
	 * and `join_token.invalid` for one of another facility.
	 */
	open(claims: CallClaims): Call {
		const known = this.#calls.get(claims.callId)
		// A call belongs to one facility for good; its watchers, and whose access ends, go by that.
		if (known && known.facilityId !== claims.facilityId) throw new ProblemError('join_token.invalid')
		if (known) return known
		// One that is over is not brought back: nobody could be in it, and nothing would ever forget it.
		if (claims.recorded.state === 'ended') throw new ProblemError('call.ended')
		const call = new Call(claims, this.#services)
		this.#calls.set(call.callId, call)
		this.#queues.add(call)
		return call
	}

	remember(call: Call, peer: Peer): void {
		this.#sessions.set(peer.session.sessionId, { call, peer })
	}

	/** Who may come back with this session. Throws `session.unknown`, or `call.ended` when it ended meanwhile. */
	demandSession(sessionId: Id, secret: string): { call: Call; peer: Peer } {
		const found = this.#sessions.get(sessionId)
		if (!found || !isSecretOf(found.peer.session, secret)) throw new ProblemError('session.unknown')
		if (found.call.isEnded) throw new ProblemError('call.ended')
		if (found.call.peers.get(found.peer.peerId) !== found.peer) throw new ProblemError('session.unknown')
		return found
	}

	/** A waiting guest's place; null for everybody else. */
	queueOf(call: Call, peer: Peer): QueuePosition | null {
		return this.#queues.positionOf(call, peer)
	}

	tellQueues(): void {
		this.#queues.tellAll()
	}

	/** Forgets ended sessions, and calls that nobody has been in for long and whose events the api has. */
	sweep(): void {
		for (const [sessionId, { call, peer }] of this.#sessions) {
			const isOver = call.peers.get(peer.peerId) !== peer && !(call.isEnded && this.#calls.has(call.callId))
			if (isOver) this.#sessions.delete(sessionId)
		}
		const { timings, reporter } = this.#services
		for (const call of this.#calls.values()) {
			const idleMs = call.emptySinceMs === null ? 0 : Date.now() - call.emptySinceMs
			if (idleMs >= timings.forgetAfterMs && reporter.isSettled(call.callId)) this.#forget(call)
		}
	}

	/** The process stops: media goes on at the sfu, and nobody's grace runs out here any more. */
	leaveRunning(): void {
		for (const call of this.#calls.values()) call.leaveRunning()
	}

	#forget(call: Call): void {
		this.#calls.delete(call.callId)
		this.#queues.remove(call)
		if (!call.isEnded) call.media.close()
		this.#onForgotten(call)
	}
}
