import { assignments, facilities, notices, people } from '@enshin/db/schema/index.ts'
import { sql } from 'drizzle-orm'

/**
 * Whether an assignment signs anybody in: not disabled, not removed, the person has not left, the facility's service has
 * not stopped, and an emergency account only while an incident of its facility is open (Q57). For queries that join the
 * three tables, facilities from the left.
 */
export const mayBeHere = sql<boolean>`(${assignments.status} = 'active' and ${people.leftAt} is null
	and ${facilities.stoppedAt} is null
	and (not ${assignments.emergency} or exists (
		select from ${notices} n where n.kind = 'incident' and n.closed_at is null and n.starts_at <= now()
			and n.facility_id = ${assignments.facilityId})))`
