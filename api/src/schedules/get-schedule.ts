import type { scheduleAnswer } from '@enshin/contracts/api.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { z } from 'zod'
import { type Access, accessing } from '../access-log/accessing.ts'
import { listOutside } from '../appointments/list-outside.ts'
import type { Work } from '../http/context.ts'
import { person } from '../sealed/open-cells.ts'
import { openName } from '../sealed/open-person.ts'
import { findPractitioner } from './find-practitioner.ts'
import { readSchedule } from './read-schedules.ts'

type Answer = z.infer<typeof scheduleAnswer>

/** A practitioner's schedule, with the booked appointments that it does not have. For people of the same facility. */
export function getSchedule(work: Work, practitionerId: Id, now = new Date()): Promise<Answer> {
	return accessing(work, 'schedule.to_be_moved', (access) => presentSchedule(access, practitionerId, now))
}

/** The same, within an access that is about more. */
export async function presentSchedule(access: Access, practitionerId: Id, now: Date): Promise<Answer> {
	const { db, actor, vault } = access
	const { practitioner } = await findPractitioner(db, practitionerId)
	const { personId, identity, ...facts } = practitioner
	if (actor.facilityId !== practitioner.facilityId) throw new ProblemError('not_found')
	access.detail.practitionerId = practitionerId
	const keys = await vault.keys(db, [person(personId)])
	const schedule = await readSchedule(db, practitionerId)
	const toBeMoved = await listOutside(access, practitionerId, now)
	return { practitioner: { ...facts, ...openName(keys, personId, identity) }, schedule, toBeMoved }
}
