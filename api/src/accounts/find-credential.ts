import type { Db } from '@enshin/db/client.ts'
import { assignments, credentials, facilities, people, practitioners } from '@enshin/db/schema/index.ts'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Attempt } from './sign-in-limits.ts'

/** The one credential with this address in this tenant, and whom it signs in; undefined when there is none. */
export async function findCredential(db: Db, { tenant, email }: Pick<Attempt, 'tenant' | 'email'>) {
	const [found] = await db
		.select({
			passwordHash: credentials.passwordHash,
			assignmentId: assignments.id,
			personId: assignments.personId,
			role: assignments.role,
			facilityId: assignments.facilityId,
			practitionerId: practitioners.id,
			locale: people.locale,
		})
		.from(credentials)
		.innerJoin(people, eq(people.id, credentials.personId))
		.innerJoin(
			assignments,
			and(
				eq(assignments.personId, credentials.personId),
				sql`${assignments.facilityId} is not distinct from ${credentials.facilityId}`,
			),
		)
		.leftJoin(facilities, eq(facilities.id, credentials.facilityId))
		.leftJoin(
			practitioners,
			and(eq(practitioners.personId, credentials.personId), eq(practitioners.facilityId, credentials.facilityId)),
		)
		.where(
			and(eq(credentials.email, email), tenant === null ? isNull(credentials.facilityId) : eq(facilities.slug, tenant)),
		)
	return found
}
