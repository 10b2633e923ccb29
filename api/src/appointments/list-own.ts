import type { Appointment } from '@enshin/contracts/api.ts'
import { appointments, calls } from '@enshin/db/schema/index.ts'
import { and, desc, eq, ne, or, sql } from 'drizzle-orm'
import { accessing } from '../access-log/accessing.ts'
import type { Work } from '../http/context.ts'
import { presentAll } from './present.ts'
import { selectAppointments, startsAt } from './select-appointments.ts'

/** A visit that was not called in time is still ahead of its patient for so long: doctors run late. */
const lateMinutes = 60
const pastAtMost = 50

/**
 * A patient's own appointments: what is ahead or running, earliest first, and what is over, latest first. A visit that
 * runs is ahead however late it is.
 */
export async function listOwn(work: Work, now = new Date()): Promise<{ upcoming: Appointment[]; past: Appointment[] }> {
	const own = eq(appointments.patientId, work.actor.personId)
	const latestEnd = new Date(now.getTime() - lateMinutes * 60_000).toISOString()
	const due = or(sql`upper(${appointments.during}) > ${latestEnd}`, ne(calls.state, 'waiting'))
	const ahead = and(eq(appointments.status, 'booked'), ne(calls.state, 'ended'), due)
	return await accessing(work, 'appointment.list_own', async (access) => {
		const upcoming = await selectAppointments(access.db, and(own, ahead))
		const past = await selectAppointments(access.db, and(own, sql`not (${ahead})`), [desc(startsAt)], pastAtMost)
		return { upcoming: await presentAll(access, upcoming, now), past: await presentAll(access, past, now) }
	})
}
