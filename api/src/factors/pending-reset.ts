import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { approvals, assignments } from '@enshin/db/schema/index.ts'
import { and, desc, eq, isNull, sql } from 'drizzle-orm'

/**
 * A reset of somebody's factors that waits to be decided; undefined where none does. In the scope of the facility, or of
 * the sign-in machinery.
 *
 * Two people always: an admin asks, and another admin decides. Where the facility has no second admin, the person decides:
 * they sign in with their password, and say that they asked for it. The admin alone never can, nor can the password.
 */
export async function findPendingReset(db: Db, assignmentId: Id) {
	const [found] = await db
		.select({ ...pendingColumns })
		.from(approvals)
		.where(and(eq(approvals.assignmentId, assignmentId), isPending))
		.orderBy(desc(approvals.createdAt))
		.limit(1)
	return found
}

export const isPending = and(
	eq(approvals.kind, 'reset_factors'),
	isNull(approvals.decidedAt),
	sql`${approvals.expiresAt} > now()`,
)

/** No other admin is there who could decide: neither who asked, nor whom it is about. */
export const personDecides = sql<boolean>`not exists (
	select from ${assignments} a where a.facility_id = ${approvals.facilityId} and a.status = 'active' and not a.emergency
		and a.role in ('doctor_admin', 'pharmacy_admin')
		and a.person_id <> ${approvals.requestedBy} and a.id <> ${approvals.assignmentId})`

export const pendingColumns = {
	id: approvals.id,
	facilityId: approvals.facilityId,
	assignmentId: approvals.assignmentId,
	requestedBy: approvals.requestedBy,
	reason: approvals.reason,
	createdAt: approvals.createdAt,
	expiresAt: approvals.expiresAt,
	personDecides,
}
