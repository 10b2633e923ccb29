import type { Id } from '@enshin/contracts/ids.ts'
import { sql } from 'drizzle-orm'
import type { Db } from './client.ts'

/**
 * As the events `access.ended` and `proxy.ended` tell it: a person, a person at one facility, everybody at a facility, or
 * a person as the one who acts for a patient.
 */
export interface EndedAccess {
	personId: Id | null
	facilityId: Id | null
	/** Set: only where the person acts for this patient (代理). */
	patientId: Id | null
	at: Date
}

/**
 * Whose access has ended since, and the database's time now, from which to ask again. `since` is in milliseconds before
 * now, or a moment that an earlier answer gave. With signaling's rights.
 */
export async function accessEndedSince(
	db: Db,
	since: Date | { msAgo: number },
): Promise<{ ended: EndedAccess[]; now: Date }> {
	const moment =
		since instanceof Date
			? sql`${since.toISOString()}::timestamptz`
			: sql`now() - ${since.msAgo} * interval '1 millisecond'`
	const rows = await db.execute<{
		person_id: Id | null
		facility_id: Id | null
		patient_id: Id | null
		at: string | Date | null
		now: string | Date
	}>(sql`select ended.*, now() as now from (select 1) one left join access_ended_since(${moment}) ended on true`)
	const ended = rows.flatMap(({ person_id, facility_id, patient_id, at }) =>
		at === null ? [] : [{ personId: person_id, facilityId: facility_id, patientId: patient_id, at: new Date(at) }],
	)
	return { ended, now: new Date(rows[0]?.now ?? Date.now()) }
}
