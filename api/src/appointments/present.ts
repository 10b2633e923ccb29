import type { Appointment, Schedule } from '@enshin/contracts/api.ts'
import type { Access } from '../access-log/accessing.ts'
import { type Later, later } from '../access-log/later.ts'
import type { Actor } from '../http/context.ts'
import { emptySchedule, readSchedules } from '../schedules/read-schedules.ts'
import { isWithinHours } from '../schedules/slots.ts'
import { type OpenedAppointment, readKeys } from './open-appointments.ts'
import type { AppointmentRow } from './select-appointments.ts'

/** Appointments as this reader sees them, in the order of the rows. */
export async function presentAll(access: Access, rows: AppointmentRow[], now: Date): Promise<Appointment[]> {
	return (await presentLater(access, rows, now)).open()
}

/** The same, with all that has to be read; their names are opened later. For long lists. */
export async function presentLater(access: Access, rows: AppointmentRow[], now: Date): Promise<Later<Appointment[]>> {
	const ahead = rows.filter((row) => isAhead(row, now)).map(({ practitioner }) => practitioner.id)
	// Sent together: each waits for the database, and neither for the other.
	const [schedules, open] = await Promise.all([readSchedules(access.db, ahead), readKeys(access, rows)])
	const scheduleOf = (row: AppointmentRow) => schedules.get(row.practitioner.id) ?? emptySchedule
	return later(rows, (row) => present(open(row), scheduleOf(row), access.actor, now))
}

export function present(
	row: OpenedAppointment,
	schedule: Schedule,
	actor: Pick<Actor, 'role'>,
	now: Date,
): Appointment {
	const { call, during, ...rest } = row
	return {
		...rest,
		callId: call.id,
		startsAt: during.startsAt.toISOString(),
		endsAt: during.endsAt.toISOString(),
		call: {
			state: call.state,
			liveSince: call.liveSince?.toISOString() ?? null,
			endedAt: call.endedAt?.toISOString() ?? null,
			endReason: call.endReason,
		},
		outsideSchedule: isOutside(row, schedule, now),
		changeable: isChangeable(row, actor, now),
	}
}

/**
 * A visit that has begun, is over or cancelled stays as it is. A patient may change what lies ahead; the facility may also
 * move or cancel a visit whose time went by without a call.
 */
export function isChangeable(
	row: Pick<AppointmentRow, 'status' | 'call' | 'during'>,
	{ role }: Pick<Actor, 'role'>,
	now: Date,
): boolean {
	const untouched = row.status === 'booked' && row.call.state === 'waiting'
	return untouched && (role !== 'patient' || row.during.startsAt > now)
}

/** Only what has not begun yet can still be moved. */
export function isAhead({ status, during }: Pick<AppointmentRow, 'status' | 'during'>, now: Date): boolean {
	return status === 'booked' && during.startsAt > now
}

/** Booked, ahead, and the schedule does not have its time. */
export function isOutside(row: Pick<AppointmentRow, 'status' | 'during'>, schedule: Schedule, now: Date): boolean {
	return isAhead(row, now) && !isWithinHours(schedule, row.during)
}
