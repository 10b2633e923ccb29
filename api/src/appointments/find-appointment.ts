import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Db } from '@enshin/db/client.ts'
import { appointments } from '@enshin/db/schema/index.ts'
import { eq, type SQL } from 'drizzle-orm'
import type { Actor } from '../http/context.ts'
import { type AppointmentRow, selectAppointments } from './select-appointments.ts'

/**
 * One appointment that the actor may see: a patient their own, a facility's people those of their facility. For everybody
 * else there is none: `not_found`.
 */
export async function findAppointment(db: Db, actor: Actor, where: SQL): Promise<AppointmentRow> {
	const [found] = await selectAppointments(db, where)
	if (!found || !isTheirs(found, actor)) throw new ProblemError('not_found')
	return found
}

export function findAppointmentById(db: Db, actor: Actor, id: string): Promise<AppointmentRow> {
	return findAppointment(db, actor, eq(appointments.id, id))
}

function isTheirs(row: AppointmentRow, actor: Actor): boolean {
	return actor.role === 'patient' ? row.patient.id === actor.personId : row.facility.id === actor.facilityId
}
