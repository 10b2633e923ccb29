import type { Schedule } from '@enshin/contracts/api.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import type { Interval } from '@enshin/db/interval.ts'
import { practitioners } from '@enshin/db/schema/index.ts'
import { and, eq, isNotNull } from 'drizzle-orm'
import { readSchedule } from '../schedules/read-schedules.ts'
import { slotAt } from '../schedules/slots.ts'

/**
 * The slot of this practitioner that begins exactly then, taken or not. Throws `appointment.in_past` or
 * `appointment.not_a_slot`, also for whoever cannot be booked any more.
 */
export async function requireSlot(db: Db, practitionerId: Id, startsAt: Date, now: Date): Promise<Interval> {
	const [schedule, withdrawn] = await Promise.all([readSchedule(db, practitionerId), isWithdrawn(db, practitionerId)])
	return demandSlot({ schedule, withdrawn }, startsAt, now)
}

/** The same of what was read already. */
export function demandSlot(
	{ schedule, withdrawn }: { schedule: Schedule; withdrawn: boolean },
	startsAt: Date,
	now: Date,
): Interval {
	if (startsAt <= now) throw new ProblemError('appointment.in_past')
	const slot = slotAt(schedule, startsAt)
	if (!slot || withdrawn) throw new ProblemError('appointment.not_a_slot')
	return slot
}

async function isWithdrawn(db: Db, practitionerId: Id): Promise<boolean> {
	return (
		(await db.$count(practitioners, and(eq(practitioners.id, practitionerId), isNotNull(practitioners.withdrawnAt)))) >
		0
	)
}
