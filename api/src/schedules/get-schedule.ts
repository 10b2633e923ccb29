import type { scheduleAnswer } from '@enshin/contracts/api.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import type { z } from 'zod'
import { listOutside } from '../appointments/list-outside.ts'
import type { Actor } from '../http/context.ts'
import { findPractitioner } from './find-practitioner.ts'
import { readSchedule } from './read-schedules.ts'

/** A practitioner's schedule, with the booked appointments that it does not have. For people of the same facility. */
export async function getSchedule(
	db: Db,
	actor: Actor,
	practitionerId: Id,
	now = new Date(),
): Promise<z.infer<typeof scheduleAnswer>> {
	const { practitioner } = await findPractitioner(db, practitionerId)
	if (actor.facilityId !== practitioner.facilityId) throw new ProblemError('not_found')
	const schedule = await readSchedule(db, practitionerId)
	return { practitioner, schedule, toBeMoved: await listOutside(db, actor, practitionerId, now) }
}
