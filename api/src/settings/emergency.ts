import type { Id } from '@enshin/contracts/ids.ts'
import type { EmergencyAccount } from '@enshin/contracts/settings.ts'
import type { Db } from '@enshin/db/client.ts'
import { assignments, credentials, notices } from '@enshin/db/schema/index.ts'
import { and, eq, ne, sql } from 'drizzle-orm'

/** An incident of this facility, or of all, that is not over. */
const openIncident = (facilityId: Id) => sql`exists (select from ${notices} where ${notices.kind} = 'incident'
	and ${notices.closedAt} is null and ${notices.startsAt} <= now()
	and (${notices.facilityId} is null or ${notices.facilityId} = ${facilityId}))`

/** One was closed since the password was made: it was, or could have been, used, and opens nothing any more. */
const spent = (facilityId: Id) => sql`exists (select from ${notices} where ${notices.kind} = 'incident'
	and ${notices.closedAt} >= ${credentials.passwordChangedAt}
	and (${notices.facilityId} is null or ${notices.facilityId} = ${facilityId}))`

/** 非常時アカウント of a facility (Q57), if it has one. */
export async function findEmergency(db: Db, facilityId: Id) {
	const [found] = await db
		.select({
			assignmentId: assignments.id,
			personId: assignments.personId,
			credentialId: credentials.id,
			madeAt: credentials.passwordChangedAt,
			isOpen: sql<boolean>`${openIncident(facilityId)}`,
			isSpent: sql<boolean>`(${credentials.passwordHash} is null or ${spent(facilityId)})`,
		})
		.from(assignments)
		.innerJoin(
			credentials,
			and(eq(credentials.personId, assignments.personId), eq(credentials.facilityId, assignments.facilityId)),
		)
		.where(
			and(eq(assignments.facilityId, facilityId), eq(assignments.emergency, true), ne(assignments.status, 'removed')),
		)
	return found
}

export type FoundEmergency = NonNullable<Awaited<ReturnType<typeof findEmergency>>>

export function emergencyState({ isOpen, isSpent }: FoundEmergency): EmergencyAccount['state'] {
	if (isSpent) return 'spent'
	return isOpen ? 'open' : 'ready'
}

/** What it signs in with: an address that no mail reaches. */
export const emergencyEmail = (slug: string) => `emergency@${slug}.invalid`
