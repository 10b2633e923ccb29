import type { Appointment } from '@enshin/contracts/api.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import { appointments } from '@enshin/db/schema/index.ts'
import { and, eq, gt } from 'drizzle-orm'
import type { Access } from '../access-log/accessing.ts'
import { readSchedule } from '../schedules/read-schedules.ts'
import { isOutside, presentAll } from './present.ts'
import { selectAppointments, startsAt } from './select-appointments.ts'

/** Booked appointments ahead that the practitioner's schedule does not have, earliest first. Checks no access. */
export async function listOutside(access: Access, practitionerId: Id, now: Date): Promise<Appointment[]> {
	const ahead = and(
		eq(appointments.practitionerId, practitionerId),
		eq(appointments.status, 'booked'),
		gt(startsAt, now.toISOString()),
	)
	const schedule = await readSchedule(access.db, practitionerId)
	const rows = await selectAppointments(access.db, ahead)
	return await presentAll(
		access,
		rows.filter((row) => isOutside(row, schedule, now)),
		now,
	)
}
