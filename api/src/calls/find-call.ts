import type { CallRole } from '@enshin/contracts/call.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Db } from '@enshin/db/client.ts'
import { appointments, calls } from '@enshin/db/schema/index.ts'
import { eq } from 'drizzle-orm'
import type { Actor } from '../http/context.ts'

/** A call with the appointment it belongs to; `not_found` when there is none. Says nothing of who may see it. */
export async function findCall(db: Db, callId: string) {
	const [found] = await db
		.select({
			id: calls.id,
			state: calls.state,
			liveSince: calls.liveSince,
			endedAt: calls.endedAt,
			endReason: calls.endReason,
			appointmentId: appointments.id,
			kind: appointments.kind,
			status: appointments.status,
			during: appointments.during,
			facilityId: appointments.facilityId,
			patientId: appointments.patientId,
			practitionerId: appointments.practitionerId,
		})
		.from(calls)
		.innerJoin(appointments, eq(appointments.id, calls.appointmentId))
		.where(eq(calls.id, callId))
	if (!found) throw new ProblemError('not_found')
	return found
}
export type FoundCall = Awaited<ReturnType<typeof findCall>>

/**
 * As what the actor may enter this call: its patient as the guest; its practitioner as the host, and an admin of the same
 * facility, who may have to step in for an ill colleague. Null for everybody else.
 */
export function callRoleOf(actor: Actor, call: FoundCall): CallRole | null {
	if (actor.role === 'patient') return actor.personId === call.patientId ? 'guest' : null
	if (actor.facilityId !== call.facilityId) return null
	const steppingIn = actor.role === 'doctor_admin' || actor.role === 'pharmacy_admin'
	return steppingIn || actor.practitionerId === call.practitionerId ? 'host' : null
}
