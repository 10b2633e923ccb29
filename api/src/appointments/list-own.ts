import type { Appointment } from '@enshin/contracts/api.ts'
import type { Db } from '@enshin/db/client.ts'
import { appointments, calls } from '@enshin/db/schema/index.ts'
import { and, desc, eq, ne, or, sql } from 'drizzle-orm'
import type { Actor } from '../http/context.ts'
import { presentAll } from './present.ts'
import { selectAppointments, startsAt } from './select-appointments.ts'

/** A visit that was not called in time is still ahead of its patient for so long: doctors run late. */
const lateMinutes = 60
const pastAtMost = 50

/**
 * A patient's own appointments: what is ahead or running, earliest first, and what is over, latest first. A visit that
 * runs is ahead however late it is.
 */
export async function listOwn(
	db: Db,
	actor: Actor,
	now = new Date(),
): Promise<{ upcoming: Appointment[]; past: Appointment[] }> {
	const own = eq(appointments.patientId, actor.personId)
	const latestEnd = new Date(now.getTime() - lateMinutes * 60_000).toISOString()
	const due = or(sql`upper(${appointments.during}) > ${latestEnd}`, ne(calls.state, 'waiting'))
	const ahead = and(eq(appointments.status, 'booked'), ne(calls.state, 'ended'), due)
	const upcoming = await selectAppointments(db, and(own, ahead))
	const past = await selectAppointments(db, and(own, sql`not (${ahead})`), [desc(startsAt)], pastAtMost)
	return {
		upcoming: await presentAll(db, actor, upcoming, now),
		past: await presentAll(db, actor, past, now),
	}
}
