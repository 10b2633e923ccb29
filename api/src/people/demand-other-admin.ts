import { adminRoles, isAdminRole } from '@enshin/contracts/accounts.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import { assignments } from '@enshin/db/schema/index.ts'
import { and, eq, inArray, ne } from 'drizzle-orm'
import type { Member } from './find-member.ts'
import type { Managing } from './managing.ts'

/** Throws `account.last_admin` where, without this one, nobody could manage the facility any more. Under the lock. */
export async function demandOtherAdmin({ db, facilityId }: Managing, member: Member): Promise<void> {
	if (!isAdminRole(member.role)) return
	const [other] = await db
		.select({ id: assignments.id })
		.from(assignments)
		.where(
			and(
				eq(assignments.facilityId, facilityId),
				eq(assignments.status, 'active'),
				eq(assignments.emergency, false),
				inArray(assignments.role, [...adminRoles]),
				ne(assignments.id, member.assignmentId),
			),
		)
		.limit(1)
	if (!other) throw new ProblemError('account.last_admin')
}
