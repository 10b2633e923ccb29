import { assertUnreachable } from '@enshin/contracts/assert-unreachable.ts'
import type { CallRole, CallSnapshot, CallState, EndReason, Interruption } from '@enshin/contracts/call.ts'
import type { ProblemCode } from '@enshin/contracts/errors.ts'

/** Where a role is: never came (or its grace is over), its socket is here, its socket is lost but may resume, it left. */
export type Presence = 'absent' | 'here' | 'lost' | 'left'
/** A role's picture: none arrives, it flows, its owner switched it off. */
export type Video = 'none' | 'live' | 'off'

/** All that decides a call's state. Times are milliseconds since 1970. */
export type CallFacts = {
	readonly state: CallState
	readonly since: number
	readonly liveSince: number | null
	readonly interruption: { readonly reason: Interruption; readonly by: CallRole } | null
	readonly endReason: EndReason | null
	readonly presence: Readonly<Record<CallRole, Presence>>
	readonly video: Readonly<Record<CallRole, Video>>
	/** Both pictures have been live at once. From then on a missing one interrupts; before, the call is still coming up. */
	readonly bothSeen: boolean
}

export type CallInput =
	| { readonly type: 'presence'; readonly by: CallRole; readonly presence: Presence }
	| { readonly type: 'video'; readonly by: CallRole; readonly video: Video }
	| { readonly type: 'ring' | 'cancelRing' | 'enter'; readonly by: CallRole }
	| { readonly type: 'end'; readonly by: CallRole; readonly reason: EndReason }

export type Step = { readonly ok: true; readonly facts: CallFacts } | { readonly ok: false; readonly code: ProblemCode }

/**
 * A call as it begins in this process, from the api's last record of it. One that was live goes on as interrupted, and
 * is live again when both are here; one that was ringing rings no more, for nobody who heard it is connected.
 */
export function initialFacts(recorded: { state: CallState; liveSince: number | null }, now: number): CallFacts {
	const wasLive = recorded.state === 'live' || recorded.state === 'interrupted'
	const facts: CallFacts = {
		state: recorded.state === 'ringing' ? 'waiting' : recorded.state,
		since: now,
		liveSince: wasLive ? (recorded.liveSince ?? now) : recorded.liveSince,
		interruption: null,
		endReason: null,
		presence: { host: 'absent', guest: 'absent' },
		video: { host: 'none', guest: 'none' },
		bothSeen: false,
	}
	return settle(facts, now)
}

/**
 * The call's state machine: `waiting → ringing → live ⇄ interrupted → ended`. What people ask for may be refused, what
 * happens (presence, video) is always taken. Asking for what already holds changes nothing and is not refused, so that a
 * request sent twice over a lost socket does no harm.
 */
export function step(facts: CallFacts, input: CallInput, now: number): Step {
	switch (input.type) {
		case 'presence':
			return happened(facts, { presence: { ...facts.presence, [input.by]: input.presence } }, now)
		case 'video':
			return happened(facts, { video: { ...facts.video, [input.by]: input.video } }, now)
		case 'ring':
		case 'cancelRing':
		case 'enter':
		case 'end':
			return asked(facts, input, now)
		default:
			return assertUnreachable(input)
	}
}

function happened(facts: CallFacts, change: Partial<CallFacts>, now: number): Step {
	if (facts.state === 'ended') return { ok: true, facts }
	return { ok: true, facts: settle({ ...facts, ...change }, now) }
}

function asked(facts: CallFacts, input: Exclude<CallInput, { type: 'presence' | 'video' }>, now: number): Step {
	if (input.by !== (input.type === 'enter' ? 'guest' : 'host')) return refuse('auth.forbidden')
	if (facts.state === 'ended') return refuse('call.ended')
	if (facts.presence[input.by] !== 'here') return refuse('call.not_joined')
	switch (input.type) {
		case 'ring':
			if (facts.state === 'ringing') return { ok: true, facts }
			if (facts.state !== 'waiting') return refuse('call.wrong_state')
			return facts.presence.guest === 'here' ? enter(facts, 'ringing', now) : refuse('call.guest_absent')
		case 'cancelRing':
			if (facts.state === 'waiting') return { ok: true, facts }
			return facts.state === 'ringing' ? enter(facts, 'waiting', now) : refuse('call.wrong_state')
		case 'enter':
			if (facts.state === 'waiting') return refuse('call.not_called')
			return facts.state === 'ringing' ? enter(facts, 'live', now) : { ok: true, facts }
		case 'end':
			return end(facts, input.reason, now)
		default:
			return assertUnreachable(input)
	}
}

/** A visit that never was live cannot be completed, and one that was cannot be a no-show: the record must not say so. */
function end(facts: CallFacts, reason: EndReason, now: number): Step {
	const met = facts.liveSince !== null
	if ((reason === 'completed' && !met) || (reason === 'no_show' && met)) return refuse('call.wrong_state')
	return { ok: true, facts: { ...facts, state: 'ended', since: now, interruption: null, endReason: reason } }
}

function enter(facts: CallFacts, state: 'waiting' | 'ringing' | 'live', now: number): Step {
	const liveSince = state === 'live' ? (facts.liveSince ?? now) : facts.liveSince
	return { ok: true, facts: settle({ ...facts, state, since: now, liveSince }, now) }
}

/** Brings the state in line with who is here and what flows. */
function settle(facts: CallFacts, now: number): CallFacts {
	switch (facts.state) {
		case 'waiting':
		case 'ended':
			return facts
		case 'ringing':
			// A ring needs somebody who rings and somebody who may still hear it; a lost socket keeps it for its grace.
			return isGone(facts.presence.guest) || isGone(facts.presence.host)
				? { ...facts, state: 'waiting', since: now }
				: facts
		case 'live':
		case 'interrupted': {
			const bothSeen = facts.bothSeen || (facts.video.host === 'live' && facts.video.guest === 'live')
			const interruption = whyInterrupted({ ...facts, bothSeen })
			const state = interruption ? 'interrupted' : 'live'
			return { ...facts, bothSeen, interruption, state, since: state === facts.state ? facts.since : now }
		}
		default:
			return assertUnreachable(facts.state)
	}
}

/**
 * A missing person comes before a missing picture, and the guest before the host. Who lost the socket alone is not
 * missing: the visit needs picture and sound (product.md, rule 1), and those outlive the socket.
 */
function whyInterrupted({ presence, video, bothSeen }: CallFacts): CallFacts['interruption'] {
	for (const by of ['guest', 'host'] as const) {
		if (presence[by] === 'here' || (presence[by] === 'lost' && video[by] === 'live')) continue
		return { reason: presence[by] === 'left' ? 'peer_left' : 'peer_lost', by }
	}
	if (!bothSeen) return null
	for (const by of ['guest', 'host'] as const)
		if (video[by] !== 'live') return { reason: video[by] === 'off' ? 'video_off' : 'video_lost', by }
	return null
}

/** Media flows between the two only while they meet (product.md, rule 6: the clinic starts the call). */
export function isGateOpen(state: CallState): boolean {
	return state === 'live' || state === 'interrupted'
}

export function snapshotOf(
	call: { callId: CallSnapshot['callId']; kind: CallSnapshot['kind'] },
	facts: CallFacts,
): CallSnapshot {
	return {
		callId: call.callId,
		kind: call.kind,
		state: facts.state,
		since: new Date(facts.since).toISOString(),
		liveSince: facts.liveSince === null ? null : new Date(facts.liveSince).toISOString(),
		interruption: facts.interruption && { ...facts.interruption },
		endReason: facts.endReason,
	}
}

function isGone(presence: Presence): boolean {
	return presence === 'absent' || presence === 'left'
}

function refuse(code: ProblemCode): Step {
	return { ok: false, code }
}
