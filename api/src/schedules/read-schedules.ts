import type { Schedule } from '@enshin/contracts/api.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { schedules } from '@enshin/db/schema/index.ts'
import { asc, inArray, type SQL, sql } from 'drizzle-orm'

/** Who has no schedule yet has no hours: nothing can be booked, and everything is outside. */
export const emptySchedule: Schedule = { slotMinutes: 15, hours: [], daysOff: [] }

/** A practitioner's weekly hours, as a column of any query. */
export const hoursOf = (practitionerId: SQL) => sql<Schedule['hours']>`coalesce((
	select jsonb_agg(
		jsonb_build_object(
			'weekday', h.weekday, 'from', to_char(h.from_time, 'HH24:MI'), 'to', to_char(h.to_time, 'HH24:MI')
		) order by h.weekday, h.from_time
	)
	from weekly_hours h where h.practitioner_id = ${practitionerId}
), '[]')`

export const daysOffOf = (practitionerId: SQL) => sql<string[]>`coalesce((
	select jsonb_agg(d.day order by d.day) from days_off d where d.practitioner_id = ${practitionerId}
), '[]')`

/** In one statement, so that hours and days off are of the same moment. Whoever has none is missing in the answer. */
export async function readSchedules(db: Db, practitionerIds: readonly Id[]): Promise<Map<Id, Schedule>> {
	if (practitionerIds.length === 0) return new Map()
	const rows = await db
		.select({
			practitionerId: schedules.practitionerId,
			slotMinutes: schedules.slotMinutes,
			// Spelled out: in a query of one table drizzle writes columns without their table's name.
			hours: hoursOf(sql`schedules.practitioner_id`),
			daysOff: daysOffOf(sql`schedules.practitioner_id`),
		})
		.from(schedules)
		.where(inArray(schedules.practitionerId, [...new Set(practitionerIds)]))
		.orderBy(asc(schedules.practitionerId))
	return new Map(
		rows.map(({ practitionerId, slotMinutes, hours, daysOff }) => [
			practitionerId,
			{ slotMinutes: slotMinutes as Schedule['slotMinutes'], hours, daysOff },
		]),
	)
}

export async function readSchedule(db: Db, practitionerId: Id): Promise<Schedule> {
	return (await readSchedules(db, [practitionerId])).get(practitionerId) ?? emptySchedule
}
