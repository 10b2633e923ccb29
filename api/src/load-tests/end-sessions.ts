import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { appointments, calls, loadTestPairs, sessions } from '@enshin/db/schema/index.ts'
import { and, eq, exists, inArray, sql } from 'drizzle-orm'
import { deleteSessions } from '../accounts/delete-sessions.ts'

/**
 * Signs all synthetic people of a facility out, within 5 s of the commit: their calls are cut as anybody's whose session
 * is ended. In scope `auth`, or as the owner. Returns how many sessions there were.
 */
export async function endTheirSessions(db: Db, facilityId: Id): Promise<number> {
	const ofDoctors = db
		.select({ id: loadTestPairs.doctorAssignmentId })
		.from(loadTestPairs)
		.where(eq(loadTestPairs.facilityId, facilityId))
	const ofPatients = db
		.select({ id: loadTestPairs.patientAssignmentId })
		.from(loadTestPairs)
		.where(eq(loadTestPairs.facilityId, facilityId))
	const either = sql`(${inArray(sessions.assignmentId, ofDoctors)} or ${inArray(sessions.assignmentId, ofPatients)})`
	return (await deleteSessions(db, either)).length
}

/**
 * Gives back what was booked and never called, so that the next run finds its doctors free. In the facility's scope, or as
 * the owner. Nobody is told one by one: who could listen has just been signed out.
 */
export async function cancelWhatWaits(db: Db, facilityId: Id): Promise<number> {
	const waiting = db
		.select({ id: calls.id })
		.from(calls)
		.where(and(eq(calls.appointmentId, appointments.id), eq(calls.state, 'waiting')))
	const cancelled = await db
		.update(appointments)
		.set({ status: 'cancelled', updatedAt: sql`now()` })
		.where(and(eq(appointments.facilityId, facilityId), eq(appointments.status, 'booked'), exists(waiting)))
		.returning({ id: appointments.id })
	return cancelled.length
}
