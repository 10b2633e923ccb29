import { type CallEvent, type CallState, type EndReason, endReason } from '@enshin/contracts/call.ts'

/** What a call's row says, drawn from its events. */
export type RecordedCall = {
	state: CallState
	liveSince: Date | null
	endedAt: Date | null
	endReason: EndReason | null
}

type Line = Pick<CallEvent, 'epochId' | 'seq' | 'type' | 'to' | 'reason'> & { at: Date }

/**
 * Where a call stands after these events, in whatever order they came. The end is the end: what follows it does not
 * open the call again.
 */
export function foldEvents(events: readonly Line[]): RecordedCall {
	const call: RecordedCall = { state: 'waiting', liveSince: null, endedAt: null, endReason: null }
	for (const { type, to, at, reason } of inOrder(events)) {
		if (type !== 'state_changed' || to === null) continue
		call.state = to
		if (to === 'live') call.liveSince ??= at
		if (to !== 'ended') continue
		return { ...call, endedAt: at, endReason: endReason.safeParse(reason).data ?? 'technical' }
	}
	return call
}

/**
 * By epoch and then by seq: within one signaling process's life its count is surer than the clock, which may be set back
 * meanwhile; between two lives there is only the time.
 */
export function inOrder<Event extends Pick<Line, 'epochId' | 'seq' | 'at'>>(events: readonly Event[]): Event[] {
	const beganAt = new Map<string, number>()
	for (const { epochId, at } of events) {
		beganAt.set(epochId, Math.min(beganAt.get(epochId) ?? Number.POSITIVE_INFINITY, at.getTime()))
	}
	const began = ({ epochId }: Event) => beganAt.get(epochId) ?? 0
	return [...events].sort(
		(a, b) => began(a) - began(b) || (a.epochId < b.epochId ? -1 : a.epochId > b.epochId ? 1 : a.seq - b.seq),
	)
}
