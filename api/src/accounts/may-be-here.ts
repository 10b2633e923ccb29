import { assignments, credentials, facilities, notices, people } from '@enshin/db/schema/index.ts'
import { sql } from 'drizzle-orm'

/** Of the facility, or of all. */
const incident = sql`n.kind = 'incident' and (n.facility_id is null or n.facility_id = ${assignments.facilityId})`

/**
 * An emergency account is open while an incident is (Q57). Its password is good for one: when an incident is closed, the
 * password of before opens nothing any more, and an admin makes a new one.
 */
const openInEmergency = sql`(
	exists (select from ${notices} n where ${incident} and n.closed_at is null and n.starts_at <= now())
	and not exists (
		select from ${notices} n join ${credentials} c
			on c.person_id = ${assignments.personId} and c.facility_id = ${assignments.facilityId}
		where ${incident} and n.closed_at >= c.password_changed_at))`

/**
 * Whether an assignment signs anybody in: not disabled, not removed, the person has not left, the facility's service has
 * not stopped, and an emergency account only in an emergency. For queries that join the three tables, facilities from the
 * left.
 */
export const mayBeHere = sql<boolean>`(${assignments.status} = 'active' and ${people.leftAt} is null
	and ${facilities.stoppedAt} is null and (not ${assignments.emergency} or ${openInEmergency}))`
