import type { Appointment } from '@enshin/contracts/api.ts'

/** Somebody who has not come for this long after the end of their time is not who the doctor sees next. */
const givenUpAfterMs = 60 * 60_000

/** Whom the same practitioner sees next after a call, out of the day's appointments: the earliest still open. */
export function nextPatient(after: Appointment, day: readonly Appointment[], now: number): Appointment | null {
	const open = day.filter(
		({ callId, status, call, practitioner, endsAt }) =>
			callId !== after.callId &&
			status === 'booked' &&
			call.state !== 'ended' &&
			practitioner.id === after.practitioner.id &&
			Date.parse(endsAt) > now - givenUpAfterMs,
	)
	open.sort((one, other) => Date.parse(one.startsAt) - Date.parse(other.startsAt))
	return open[0] ?? null
}
