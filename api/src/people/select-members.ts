import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import {
	accessLog,
	assignments,
	credentials,
	factors,
	identityProofs,
	people,
	practitioners,
} from '@enshin/db/schema/index.ts'
import { and, eq, sql } from 'drizzle-orm'

export type MemberRow = Awaited<ReturnType<typeof selectMembers>>[number]

/** Everybody who is or was one of a facility's people, sealed, the emergency account too. */
export async function selectMembers(db: Db, facilityId: Id) {
	const lastSignIn = sql`(select max(${accessLog.at}) from ${accessLog} where ${accessLog.chainId} = ${facilityId}
		and ${accessLog.actorId} = ${assignments.personId} and ${accessLog.action} = 'sign_in.success')`
	const identified = sql`(select max(${identityProofs.createdAt}) from ${identityProofs}
		where ${identityProofs.facilityId} = ${facilityId} and ${identityProofs.personId} = ${assignments.personId})`
	return await db
		.select({
			assignmentId: assignments.id,
			personId: assignments.personId,
			identity: people.identity,
			role: assignments.role,
			status: assignments.status,
			emergency: assignments.emergency,
			createdAt: assignments.createdAt,
			credentialId: credentials.id,
			email: credentials.email,
			hasFactor: sql<boolean>`exists (select from ${factors} where ${factors.credentialId} = ${credentials.id}
				and ${factors.confirmedAt} is not null)`,
			practitionerId: practitioners.id,
			title: practitioners.title,
			withdrawnAt: practitioners.withdrawnAt,
			lastSignInAt: lastSignIn.mapWith(toMoment),
			identifiedAt: identified.mapWith(toMoment),
		})
		.from(assignments)
		.innerJoin(people, eq(people.id, assignments.personId))
		.leftJoin(
			credentials,
			and(eq(credentials.personId, assignments.personId), eq(credentials.facilityId, assignments.facilityId)),
		)
		.leftJoin(
			practitioners,
			and(eq(practitioners.personId, assignments.personId), eq(practitioners.facilityId, assignments.facilityId)),
		)
		.where(eq(assignments.facilityId, facilityId))
}

/** An aggregate has no column whose mapping would make a Date of it. */
function toMoment(value: string | Date | null): Date | null {
	return value === null ? null : new Date(value)
}
