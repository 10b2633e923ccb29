import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { approvals } from '@enshin/db/schema/index.ts'
import { and, asc, eq, gt, inArray, isNull, sql } from 'drizzle-orm'

/** What waits for another admin, oldest first: neither decided nor expired. */
export async function openApprovals(db: Db, facilityId: Id) {
	return await db
		.select()
		.from(approvals)
		.where(
			and(
				eq(approvals.facilityId, facilityId),
				inArray(approvals.kind, ['remove_admin', 'demote_admin']),
				isNull(approvals.decision),
				gt(approvals.expiresAt, sql`now()`),
			),
		)
		.orderBy(asc(approvals.createdAt))
}
