import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import type { Interval } from '@enshin/db/interval.ts'
import { readSchedule } from '../schedules/read-schedules.ts'
import { slotAt } from '../schedules/slots.ts'

/**
 * The slot of this practitioner that begins exactly then, taken or not. Throws `appointment.in_past` or
 * `appointment.not_a_slot`.
 */
export async function requireSlot(db: Db, practitionerId: Id, startsAt: Date, now: Date): Promise<Interval> {
	if (startsAt <= now) throw new ProblemError('appointment.in_past')
	const slot = slotAt(await readSchedule(db, practitionerId), startsAt)
	if (!slot) throw new ProblemError('appointment.not_a_slot')
	return slot
}
