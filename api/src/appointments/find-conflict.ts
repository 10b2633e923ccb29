import { type ProblemCode, ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Db, Tx } from '@enshin/db/client.ts'
import type { Interval } from '@enshin/db/interval.ts'
import { appointments } from '@enshin/db/schema/index.ts'
import { and, eq, ne, sql } from 'drizzle-orm'

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
 * under the locks it is the truth, but for what the patient has at other facilities, which this one's people may not see:
 * the exclusion constraints stand behind it in any case.
 */
export async function findConflict(db: Db, wish: Wish): Promise<ProblemCode | null> {
	const { practitionerId, patientId, during, except } = wish
	const within = sql.param(during, appointments.during)
	// A patient may not see the other patients of a practitioner, only when they are busy.
	const busy = sql<boolean>`exists (
		select from busy_times(array[${practitionerId}::uuid], ${within}, ${except ?? null}::uuid)
	)`
	const own = db
		.select({ id: appointments.id })
		.from(appointments)
		.where(
			and(
				eq(appointments.patientId, patientId),
				ne(appointments.status, 'cancelled'),
				sql`${appointments.during} && ${within}`,
				except ? ne(appointments.id, except) : undefined,
			),
		)
	const rows = await db.execute<{ busy: boolean; own: boolean }>(sql`select ${busy} as busy, exists (${own}) as own`)
	if (rows[0]?.busy) return 'appointment.slot_taken'
	return rows[0]?.own ? 'appointment.overlaps_own' : null
}

/** `findConflict` for where it is the truth. */
export async function refuseConflict(tx: Tx, wish: Wish): Promise<void> {
	const conflict = await findConflict(tx, wish)
	if (conflict) throw new ProblemError(conflict)
}
