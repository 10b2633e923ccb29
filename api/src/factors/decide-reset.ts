import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Tx } from '@enshin/db/client.ts'
import { approvals, assignments } from '@enshin/db/schema/index.ts'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { requireFresh } from '../accounts/require-fresh.ts'
import type { Work } from '../http/context.ts'
import { managing } from '../people/managing.ts'
import { applyReset } from './apply-reset.ts'
import { isPending, pendingColumns } from './pending-reset.ts'

/**
 * Another admin agrees to a reset, and it is done; or refuses. Whoever asked may only refuse, that is, take it back, and
 * nobody decides about themselves. Throws `auth.step_up`, `approval.needs_another`, `not_found`.
 */
export async function decideReset(work: Work, approvalId: Id, approve: boolean, webOrigin: string): Promise<void> {
	requireFresh(work)
	await managing(work, 'approval.decide', async ({ db, vault, actor, facilityId, detail }) => {
		const [pending] = await db
			.select(pendingColumns)
			.from(approvals)
			.where(and(eq(approvals.id, approvalId), isPending))
		if (!pending?.assignmentId) throw new ProblemError('not_found')
		const concerned = pending.requestedBy === actor.actingId || pending.assignmentId === actor.assignmentId
		if (approve && concerned) throw new ProblemError('approval.needs_another')
		await closeReset(db, approvalId, actor.actingId, approve ? 'approved' : 'refused')
		if (approve) {
			const [member] = await db.select().from(assignments).where(eq(assignments.id, pending.assignmentId))
			if (!member) throw new ProblemError('not_found')
			await applyReset(db, vault, { personId: member.personId, facilityId, webOrigin })
		}
		Object.assign(detail, { approvalId, kind: 'reset_factors', approve, assignmentId: pending.assignmentId })
	})
}

/** Throws `not_found` where somebody else was quicker. */
export async function closeReset(
	tx: Tx,
	approvalId: Id,
	decidedBy: Id,
	decision: 'approved' | 'refused',
): Promise<void> {
	const closed = await tx
		.update(approvals)
		.set({ decision, decidedBy, decidedAt: sql`now()` })
		.where(and(eq(approvals.id, approvalId), isNull(approvals.decidedAt)))
		.returning({ id: approvals.id })
	if (closed.length === 0) throw new ProblemError('not_found')
}
