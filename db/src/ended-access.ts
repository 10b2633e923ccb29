import type { Id } from '@enshin/contracts/ids.ts'
import { sql } from 'drizzle-orm'
import type { Db } from './client.ts'

/** As the event `access.ended` tells it: a person, a person at one facility, or everybody at a facility. */
export interface EndedAccess {
	personId: Id | null
	facilityId: Id | null
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
		at: string | Date | null
		now: string | Date
	}>(sql`select ended.*, now() as now from (select 1) one left join access_ended_since(${moment}) ended on true`)
	const ended = rows.flatMap(({ person_id, facility_id, at }) =>
		at === null ? [] : [{ personId: person_id, facilityId: facility_id, at: new Date(at) }],
	)
	return { ended, now: new Date(rows[0]?.now ?? Date.now()) }
}
