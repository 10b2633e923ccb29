import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { approvals, assignments } from '@enshin/db/schema/index.ts'
import { and, eq, sql } from 'drizzle-orm'
import { requireFresh } from '../accounts/require-fresh.ts'
import type { Work } from '../http/context.ts'
import { managing } from '../people/managing.ts'
import { facility } from '../sealed/open-cells.ts'
import { findPendingReset } from './pending-reset.ts'

/**
 * An admin asks that somebody who has lost their device, and their recovery codes, may enrol anew. A second admin decides,
 * or, where there is none, the person (see pending-reset.ts). Throws `auth.step_up`, `approval.needs_another` for oneself,
 * `approval.waits`.
 */
export async function requestReset(
	work: Work,
	{ assignmentId, reason }: { assignmentId: Id; reason: string },
): Promise<Id> {
	requireFresh(work)
	return await managing(work, 'approval.request', async ({ db, vault, actor, facilityId, detail }) => {
		if (assignmentId === actor.assignmentId) throw new ProblemError('approval.needs_another')
		const [member] = await db
			.select({ status: assignments.status })
			.from(assignments)
			.where(and(eq(assignments.id, assignmentId), eq(assignments.facilityId, facilityId)))
		if (!member || member.status === 'removed') throw new ProblemError('not_found')
		if (await findPendingReset(db, assignmentId)) throw new ProblemError('approval.waits')
		const id = newId()
		const owner = facility(facilityId)
		const keys = await vault.keys(db, [owner])
		await db.insert(approvals).values({
			id,
			facilityId,
			kind: 'reset_factors',
			assignmentId,
			reason: keys.seal(owner, { table: 'approvals', column: 'reason', row: id }, reason),
			requestedBy: actor.actingId,
			expiresAt: sql`now() + interval '3 days'`,
		})
		Object.assign(detail, { approvalId: id, kind: 'reset_factors', assignmentId })
		return id
	})
}
