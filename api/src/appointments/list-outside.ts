import type { Appointment } from '@enshin/contracts/api.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { appointments } from '@enshin/db/schema/index.ts'
import { and, eq, gt } from 'drizzle-orm'
import type { Actor } from '../http/context.ts'
import { presentAll } from './present.ts'
import { selectAppointments, startsAt } from './select-appointments.ts'

/** Booked appointments ahead that the practitioner's schedule does not have, earliest first. Checks no access. */
export async function listOutside(db: Db, actor: Actor, practitionerId: Id, now: Date): Promise<Appointment[]> {
	const ahead = and(
		eq(appointments.practitionerId, practitionerId),
		eq(appointments.status, 'booked'),
		gt(startsAt, now.toISOString()),
	)
	const presented = await presentAll(db, actor, await selectAppointments(db, ahead), now)
	return presented.filter(({ outsideSchedule }) => outsideSchedule)
}
