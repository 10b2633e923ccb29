import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { memberships, people } from '@enshin/db/schema/index.ts'
import { and, desc, eq, isNotNull, type SQL, sql } from 'drizzle-orm'

/** A facility's patients, still sealed, the latest to ask first. */
export async function selectPatients(db: Db, facilityId: Id, where: SQL | undefined, limit: number) {
	return await db
		.select({
			id: people.id,
			identity: people.identity,
			telephone: people.telephone,
			insuranceNumber: people.insuranceNumber,
			patientNumber: sql<string>`${people.patientNumber}`,
			leftAt: people.leftAt,
			membershipId: memberships.id,
			status: memberships.status,
			chartNumber: memberships.chartNumber,
			karteNumber: memberships.karteNumber,
			refusalReason: memberships.refusalReason,
			requestedAt: memberships.createdAt,
			decidedAt: memberships.decidedAt,
			decidedBy: memberships.decidedBy,
		})
		.from(memberships)
		.innerJoin(people, eq(people.id, memberships.patientId))
		.where(and(eq(memberships.facilityId, facilityId), isNotNull(people.patientNumber), where))
		.orderBy(desc(memberships.createdAt), memberships.id)
		.limit(limit)
}
export type PatientRow = Awaited<ReturnType<typeof selectPatients>>[number]
