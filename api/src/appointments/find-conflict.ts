import { type ProblemCode, ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Db, Tx } from '@enshin/db/client.ts'
import type { Interval } from '@enshin/db/interval.ts'
import { appointments } from '@enshin/db/schema/index.ts'
import { and, eq, ne, or, sql } from 'drizzle-orm'

export interface Wish {
	practitionerId: Id
	patientId: Id
	during: Interval
	/** The appointment that is moved, and so in nobody's way. */
	except?: Id
}

/**
 * What stands against it: `appointment.slot_taken` when the practitioner, else `appointment.overlaps_own` when the patient
 * has something at that time. Asked before the locks it spares most losers of a race their place in the queue; asked
 * under the locks it is the truth; the exclusion constraints stand behind it in any case.
 */
export async function findConflict(db: Db, wish: Wish): Promise<ProblemCode | null> {
	const { practitionerId, patientId, during, except } = wish
	const found = await db
		.select({ practitionerId: appointments.practitionerId })
		.from(appointments)
		.where(
			and(
				or(eq(appointments.practitionerId, practitionerId), eq(appointments.patientId, patientId)),
				ne(appointments.status, 'cancelled'),
				sql`${appointments.during} && ${sql.param(during, appointments.during)}`,
				except ? ne(appointments.id, except) : undefined,
			),
		)
	if (found.some((other) => other.practitionerId === practitionerId)) return 'appointment.slot_taken'
	return found.length > 0 ? 'appointment.overlaps_own' : null
}

/** `findConflict` for where it is the truth. */
export async function refuseConflict(tx: Tx, wish: Wish): Promise<void> {
	const conflict = await findConflict(tx, wish)
	if (conflict) throw new ProblemError(conflict)
}
