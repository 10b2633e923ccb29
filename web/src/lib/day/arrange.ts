import type { Appointment } from '@enshin/contracts/api.ts'
import type { Presence } from '@enshin/contracts/call.ts'
import { tokyoDay } from '@enshin/contracts/tokyo.ts'
import { canHost, isOwn, type Viewer } from './can-host.ts'
import { type RowState, rowState } from './row-state.ts'

/** The one button a row may have: call the patient, or go back into the call that runs. */
export type RowAction = 'call' | 'return'
export type Row = {
	appointment: Appointment
	/** `turn` is the one row of a practitioner that is next or in a call; it is drawn larger. */
	rank: 'turn' | 'open' | 'closed'
	action: RowAction | null
}

/** What signaling knows of a call; nothing is an answer too. */
export type PresenceOf = (callId: string) => Presence | undefined

const isClosed = ({ kind }: RowState) => kind === 'done' || kind === 'no_show' || kind === 'cancelled'
const isInCall = ({ kind }: RowState) => kind === 'ringing' || kind === 'live' || kind === 'interrupted'

/** The day in the order of its times: it never changes by who comes or goes, so that nothing moves under a pointer. */
export function arrange(appointments: Appointment[], presenceOf: PresenceOf, viewer: Viewer, now: Date): Row[] {
	const rows = appointments
		.filter(({ status }) => status !== 'cancelled')
		.sort(byTime)
		.map((appointment) => ({ appointment, state: rowState(appointment, presenceOf(appointment.callId), now) }))
	const turns = turnsOf(rows, now)
	return rows.map(({ appointment, state }) => {
		const isTurn = turns.has(appointment.id)
		return {
			appointment,
			rank: isTurn ? 'turn' : isClosed(state) ? 'closed' : 'open',
			action: isTurn ? actionOn(appointment, state, presenceOf(appointment.callId), viewer) : null,
		}
	})
}

/**
 * What this person could do for this patient now, in turn or out of it. Somebody else's call is not entered while they
 * are in it themselves.
 */
export function actionOn(
	appointment: Appointment,
	state: RowState,
	presence: Presence | undefined,
	viewer: Viewer,
): RowAction | null {
	if (!canHost(viewer, appointment)) return null
	if (presence?.hostPresent && !isOwn(viewer, appointment)) return null
	if (isInCall(state)) return 'return'
	return state.kind === 'waiting' ? 'call' : null
}

function byTime(one: Appointment, other: Appointment): number {
	return (
		Date.parse(one.startsAt) - Date.parse(other.startsAt) ||
		one.practitioner.kana.localeCompare(other.practitioner.kana, 'ja') ||
		one.id.localeCompare(other.id)
	)
}

/** For each practitioner: whom they are in a call with, else the first who waits, else the first still to come today. */
function turnsOf(rows: { appointment: Appointment; state: RowState }[], now: Date): Set<string> {
	const turns = new Set<string>()
	for (const practitionerId of new Set(rows.map(({ appointment }) => appointment.practitioner.id))) {
		const mine = rows.filter(({ appointment }) => appointment.practitioner.id === practitionerId)
		const turn =
			mine.find(({ state }) => isInCall(state)) ??
			mine.find(({ state }) => state.kind === 'waiting') ??
			mine.find(({ appointment, state }) => state.kind === 'expected' && isStillToCome(appointment, now))
		if (turn) turns.add(turn.appointment.id)
	}
	return turns
}

function isStillToCome({ startsAt, endsAt }: Appointment, now: Date): boolean {
	return Date.parse(endsAt) > now.getTime() && tokyoDay(new Date(startsAt)) === tokyoDay(now)
}
