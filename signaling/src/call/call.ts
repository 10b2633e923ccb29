import type { CallRole, CallSnapshot, Presence as PresenceRow } from '@enshin/contracts/call.ts'
import type { EventName } from '@enshin/contracts/channel.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { AppointmentKind, Id } from '@enshin/contracts/ids.ts'
import type { CallClaims } from '@enshin/contracts/join-token.ts'
import type { PeerInfo, SignalingProtocol } from '@enshin/contracts/signaling.ts'
import { closeCodes } from '@enshin/contracts/wire.ts'
import type { z } from 'zod'
import type { Timings } from '../config.ts'
import type { Log } from '../log.ts'
import { CallMedia } from '../media/call-media.ts'
import { closeAllProducers } from '../media/produce.ts'
import type { Peer } from '../peer.ts'
import type { Reporter } from '../reporter.ts'
import type { SfuPool } from '../sfu-pool.ts'
import { ChatLog } from './chat.ts'
import type { Queued } from './queue.ts'
import { CallRecord } from './record.ts'
import { type CallFacts, type CallInput, initialFacts, isGateOpen, type Presence, snapshotOf, step } from './state.ts'

export type CallServices = {
	readonly pool: SfuPool
	readonly reporter: Reporter
	readonly timings: Timings
	readonly log: Log
	/** Anything others may see of this call has changed. */
	readonly onChanged: (call: Call) => void
}

/**
 * One call: who is in it, its state, its media, its chat. It owns its peers and its media; the registry owns the call.
 * Joining, losing and leaving are verbs of their own beside it.
 */
export class Call {
	readonly callId: Id
	readonly facilityId: Id
	readonly practitionerId: Id
	readonly kind: AppointmentKind
	readonly startsAtMs: number
	readonly peers = new Map<Id, Peer>()
	readonly chat = new ChatLog()
	readonly media: CallMedia
	readonly record: CallRecord
	readonly services: CallServices
	facts: CallFacts
	/** Since when nobody has been in it, for forgetting it; null while somebody is. */
	emptySinceMs: number | null = Date.now()
	#guestSinceMs: number | null = null

	constructor(claims: CallClaims, services: CallServices) {
		this.callId = claims.callId
		this.facilityId = claims.facilityId
		this.practitionerId = claims.practitionerId
		this.kind = claims.kind
		this.startsAtMs = Date.parse(claims.startsAt)
		this.services = services
		this.record = new CallRecord((event) => services.reporter.report(claims.callId, event))
		const { state, liveSince } = claims.recorded
		this.facts = initialFacts({ state, liveSince: liveSince === null ? null : Date.parse(liveSince) }, Date.now())
		if (this.facts.state !== state)
			this.record.add({ type: 'state_changed', from: state, to: this.facts.state, reason: 'restarted' })
		this.media = new CallMedia(claims.callId, {
			pool: services.pool,
			preferredNodeId: claims.sfuNode,
			timings: services.timings,
			log: services.log.child({ callId: claims.callId }),
			hooks: {
				emit: (peerId, event, data) => this.peers.get(peerId)?.emit(event, data),
				isHere: (peerId) => Boolean(this.peers.get(peerId)?.link),
				onSources: (peerId) => this.tellPeerChanged(peerId),
				onVideo: () => this.noticeVideo(),
				maySend: () => this.facts.state !== 'waiting',
				onRestarted: () => this.record.add({ type: 'media_restarted' }),
			},
		})
		this.media.gateOpen = isGateOpen(this.facts.state)
	}

	get isEnded(): boolean {
		return this.facts.state === 'ended'
	}

	/** Takes one input into the state machine, and does what follows. Throws what the machine refuses. */
	apply(input: CallInput): CallSnapshot {
		const before = this.facts
		const result = step(before, input, Date.now())
		if (!result.ok) throw new ProblemError(result.code)
		this.facts = result.facts
		const { state, interruption, endReason } = this.facts
		// The gate comes first: the patient who pressed 入る waits for the picture, not for our bookkeeping.
		if (isGateOpen(state)) this.media.openGate()
		if (state !== before.state) {
			const by = interruption?.by ?? input.by
			const reason = interruption?.reason ?? endReason
			let from = before.state
			// They met, if only in name, where the host's socket was lost in that moment; the record knows the meeting by it.
			if (from === 'ringing' && state === 'interrupted') {
				this.record.add({ type: 'state_changed', by: input.by, from, to: 'live' })
				from = 'live'
			}
			this.record.add({ type: 'state_changed', by, from, to: state, reason })
			this.services.log.info({ callId: this.callId, from, to: state, by, reason }, 'call')
		}
		if (state === 'waiting' && before.state === 'ringing') closeAllProducers(this.media)
		const isSeen = state !== before.state || JSON.stringify(interruption) !== JSON.stringify(before.interruption)
		if (isSeen) this.tell('call.changed', this.snapshot())
		if (state === 'ended' && before.state !== 'ended') this.#finish()
		this.services.onChanged(this)
		return this.snapshot()
	}

	/** Puts a role's presence, as its peers are now, into the machine. `whenNone`: how the last one went. */
	noticePresence(role: CallRole, whenNone: 'absent' | 'left' = 'absent'): void {
		const peers = this.#peersOf(role)
		const isHere = peers.some(({ link }) => link !== null)
		const presence: Presence = isHere ? 'here' : peers.length > 0 ? 'lost' : whenNone
		if (role === 'guest') this.#guestSinceMs = peers.length > 0 ? (this.#guestSinceMs ?? Date.now()) : null
		this.emptySinceMs = this.peers.size > 0 ? null : Date.now()
		this.apply({ type: 'presence', by: role, presence })
	}

	/** Puts both pictures, as they flow now, into the machine. */
	noticeVideo(): void {
		for (const by of ['host', 'guest'] as const) {
			const videos = this.#peersOf(by).map(({ peerId }) => this.media.peers.get(peerId)?.video.video ?? 'none')
			const video = videos.find((each) => each === 'live') ?? videos.find((each) => each === 'off') ?? 'none'
			if (video !== this.facts.video[by]) this.apply({ type: 'video', by, video })
		}
	}

	tell<E extends EventName<SignalingProtocol>>(
		event: E,
		data: z.input<SignalingProtocol['events'][E]>,
		except?: Id,
	): void {
		for (const peer of this.peers.values()) if (peer.peerId !== except) peer.emit(event, data)
	}

	/** Tells everybody, the participant too, whose page may show what the sfu really has. */
	tellPeerChanged(peerId: Id): void {
		const peer = this.peers.get(peerId)
		if (peer) this.tell('peer.changed', this.infoOf(peer))
	}

	infoOf({ peerId, role, name, link }: Peer): PeerInfo {
		const media = this.media.peers.get(peerId)
		const sends = (source: 'microphone' | 'camera') => media?.sends(source) ?? false
		return { peerId, role, name, connected: link !== null, microphone: sends('microphone'), camera: sends('camera') }
	}

	snapshot(): CallSnapshot {
		return snapshotOf(this, this.facts)
	}

	presence(): PresenceRow {
		const { state, since } = this.facts
		return {
			callId: this.callId,
			facilityId: this.facilityId,
			state,
			since: new Date(since).toISOString(),
			guestPresent: this.#guestSinceMs !== null,
			guestSince: this.#guestSinceMs === null ? null : new Date(this.#guestSinceMs).toISOString(),
			hostPresent: this.#peersOf('host').length > 0,
		}
	}

	queued(): Queued {
		const { callId, startsAtMs, facts } = this
		return { callId, startsAtMs, state: facts.state, guestPresent: this.#guestSinceMs !== null }
	}

	/** Lets go of everybody and leaves the media running: it is this process that stops. */
	leaveRunning(): void {
		this.media.leave()
		const peers = [...this.peers.values()]
		this.peers.clear()
		for (const peer of peers) peer.retire(1012, 'restart')
	}

	#peersOf(role: CallRole): Peer[] {
		return [...this.peers.values()].filter((peer) => peer.role === role)
	}

	/** Everybody has been told; the sockets close after the reply of whoever ended it has gone out. */
	#finish(): void {
		this.media.close()
		const peers = [...this.peers.values()]
		this.peers.clear()
		this.#guestSinceMs = null
		this.emptySinceMs = Date.now()
		setImmediate(() => {
			for (const peer of peers) peer.retire(closeCodes.ended, 'ended')
		})
	}
}
