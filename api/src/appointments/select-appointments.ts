import type { Db } from '@enshin/db/client.ts'
import {
	appointments,
	calls,
	facilities,
	memberships,
	people,
	practitioners,
	proxies,
} from '@enshin/db/schema/index.ts'
import { and, eq, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'

const practitionerPeople = alias(people, 'practitioner_people')
const guardians = alias(people, 'guardians')

/** The moment an appointment begins, for conditions and order; the indices are on it. */
export const startsAt = sql<Date>`${appointments.startsAt}`

/** Appointments with everything their readers see of them, still sealed, in the order asked for. */
export async function selectAppointments(db: Db, where: SQL | undefined, orderBy: SQL[] = [startsAt], limit = 1000) {
	return await db
		.select({
			id: appointments.id,
			kind: appointments.kind,
			status: appointments.status,
			during: appointments.during,
			call: {
				id: calls.id,
				state: calls.state,
				liveSince: calls.liveSince,
				endedAt: calls.endedAt,
				endReason: calls.endReason,
			},
			facility: {
				id: facilities.id,
				slug: facilities.slug,
				name: facilities.name,
				kind: facilities.kind,
				telephone: facilities.telephone,
			},
			practitioner: {
				id: practitioners.id,
				personId: practitioners.personId,
				identity: practitionerPeople.identity,
				title: practitioners.title,
			},
			patient: {
				id: people.id,
				identity: people.identity,
				patientNumber: sql<string>`${people.patientNumber}`,
				membershipId: memberships.id,
				chartNumber: memberships.chartNumber,
			},
			guardian: { id: guardians.id, identity: guardians.identity },
		})
		.from(appointments)
		.innerJoin(calls, eq(calls.appointmentId, appointments.id))
		.innerJoin(facilities, eq(facilities.id, appointments.facilityId))
		.innerJoin(practitioners, eq(practitioners.id, appointments.practitionerId))
		.innerJoin(practitionerPeople, eq(practitionerPeople.id, practitioners.personId))
		.innerJoin(people, eq(people.id, appointments.patientId))
		.leftJoin(
			memberships,
			and(eq(memberships.patientId, appointments.patientId), eq(memberships.facilityId, appointments.facilityId)),
		)
		.leftJoin(
			proxies,
			and(eq(proxies.guardianId, appointments.bookedBy), eq(proxies.patientId, appointments.patientId)),
		)
		.leftJoin(guardians, eq(guardians.id, proxies.guardianId))
		.where(where)
		.orderBy(...orderBy, appointments.id)
		.limit(limit)
}
export type AppointmentRow = Awaited<ReturnType<typeof selectAppointments>>[number]
