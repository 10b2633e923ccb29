import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { assignments, credentials, facilities, people } from '@enshin/db/schema/index.ts'
import { and, eq } from 'drizzle-orm'
import type { Managing } from './managing.ts'

export type Member = Awaited<ReturnType<typeof findMember>>

/** One of the facility's own people; `not_found` for everybody else's. The emergency account is not managed here. */
export async function findMember({ db, facilityId }: Pick<Managing, 'facilityId'> & { db: Db }, assignmentId: Id) {
	const [member] = await db
		.select({
			assignmentId: assignments.id,
			personId: assignments.personId,
			role: assignments.role,
			status: assignments.status,
			locale: people.locale,
			credentialId: credentials.id,
			email: credentials.email,
			facilityKind: facilities.kind,
		})
		.from(assignments)
		.innerJoin(people, eq(people.id, assignments.personId))
		.innerJoin(facilities, eq(facilities.id, assignments.facilityId))
		.leftJoin(
			credentials,
			and(eq(credentials.personId, assignments.personId), eq(credentials.facilityId, assignments.facilityId)),
		)
		.where(
			and(eq(assignments.id, assignmentId), eq(assignments.facilityId, facilityId), eq(assignments.emergency, false)),
		)
	if (!member) throw new ProblemError('not_found')
	return member
}
