import type { Appointment } from '@enshin/contracts/api.ts'
import { assertUnreachable } from '@enshin/contracts/assert-unreachable.ts'
import type { CallState, Presence } from '@enshin/contracts/call.ts'

/** How one appointment stands at this moment: what its chip says. Minutes are whole ones gone by. */
export type RowState =
	/** 未到着. `lateMinutes` is null while the time has not come, and when nobody can be expected any more. */
	| { kind: 'expected'; lateMinutes: number | null }
	| { kind: 'waiting'; minutes: number }
	| { kind: 'ringing' }
	| { kind: 'live'; minutes: number }
	| { kind: 'interrupted'; minutes: number }
	| { kind: 'done'; endReason: Appointment['call']['endReason'] }
	| { kind: 'no_show' }
	| { kind: 'cancelled' }

/** Past this, nobody waits for somebody to come: a list of yesterday should not say 1,440 minutes late. */
const lateForMostMinutes = 120

/**
 * The record says what is over, and what lives is told by signaling: its word is newer than the record's until the record
 * says that the call has ended. Without a word from signaling the record stands for all of it.
 */
export function rowState(appointment: Appointment, presence: Presence | undefined, now: Date): RowState {
	const { status, call, startsAt } = appointment
	if (status === 'cancelled') return { kind: 'cancelled' }
	if (status === 'no_show') return { kind: 'no_show' }
	if (status === 'completed' || call.state === 'ended') return { kind: 'done', endReason: call.endReason }
	const state: CallState = presence?.state ?? call.state
	switch (state) {
		case 'waiting':
			if (presence?.guestPresent) return { kind: 'waiting', minutes: minutesSince(presence.guestSince, now) }
			return { kind: 'expected', lateMinutes: lateMinutes(startsAt, now) }
		case 'ringing':
			return { kind: 'ringing' }
		case 'live':
			// Counted from when both first met, not from the end of the last interruption.
			return { kind: 'live', minutes: minutesSince(call.liveSince ?? presence?.since ?? null, now) }
		case 'interrupted':
			return { kind: 'interrupted', minutes: minutesSince(presence?.since ?? null, now) }
		case 'ended':
			return { kind: 'done', endReason: call.endReason }
		default:
			return assertUnreachable(state)
	}
}

function minutesSince(moment: string | null, now: Date): number {
	return moment ? Math.max(0, Math.floor((now.getTime() - Date.parse(moment)) / 60_000)) : 0
}

function lateMinutes(startsAt: string, now: Date): number | null {
	const late = Math.floor((now.getTime() - Date.parse(startsAt)) / 60_000)
	return late >= 1 && late <= lateForMostMinutes ? late : null
}
