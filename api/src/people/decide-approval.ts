import { isAdminRole } from '@enshin/contracts/accounts.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import { approvals, assignments } from '@enshin/db/schema/index.ts'
import { and, eq, sql } from 'drizzle-orm'
import { requireFresh } from '../accounts/require-fresh.ts'
import type { Work } from '../http/context.ts'
import { applyRemoval } from './apply-removal.ts'
import { applyRole } from './apply-role.ts'
import { openApprovals } from './approval.ts'
import { demandOtherAdmin } from './demand-other-admin.ts'
import { findMember } from './find-member.ts'
import { type Managing, managing } from './managing.ts'

/**
 * Agrees to what another admin asked for, and does it; or refuses. The admin it is about may agree to it too. Throws
 * `auth.step_up`, `approval.needs_another`, `approval.none`, `account.last_admin`.
 */
export async function decideApproval(work: Work, approvalId: Id, approve: boolean): Promise<void> {
	requireFresh(work)
	await managing(work, 'approval.decide', async (within) => {
		const approval = await findOpen(within, approvalId)
		if (approval.requestedBy === within.actor.actingId) throw new ProblemError('approval.needs_another')
		await close(within, approvalId, approve ? 'approved' : 'refused')
		if (approve) await carryOut(within, approval)
		Object.assign(within.detail, { approvalId, kind: approval.kind, approve })
	})
}

/** Takes back what one asked for oneself. Throws `approval.none`, also for what others asked. */
export async function withdrawApproval(work: Work, approvalId: Id): Promise<void> {
	await managing(work, 'approval.decide', async (within) => {
		const approval = await findOpen(within, approvalId)
		if (approval.requestedBy !== within.actor.actingId) throw new ProblemError('approval.none')
		await close(within, approvalId, 'withdrawn')
		Object.assign(within.detail, { approvalId, kind: approval.kind, withdrawn: true })
	})
}

type Approval = Awaited<ReturnType<typeof openApprovals>>[number]

async function findOpen({ db, facilityId }: Managing, approvalId: Id): Promise<Approval> {
	const found = (await openApprovals(db, facilityId)).find(({ id }) => id === approvalId)
	if (!found) throw new ProblemError('approval.none')
	return found
}

async function close({ db, actor }: Managing, approvalId: Id, decision: string): Promise<void> {
	await db
		.update(approvals)
		.set({ decision, decidedBy: actor.actingId, decidedAt: sql`now()` })
		.where(eq(approvals.id, approvalId))
}

async function carryOut(within: Managing, { assignmentId, role, requestedBy }: Approval): Promise<void> {
	if (assignmentId === null || !(await isStillAdmin(within, requestedBy))) throw new ProblemError('approval.none')
	const member = await findMember(within, assignmentId)
	if (member.status === 'removed') throw new ProblemError('account.removed')
	await demandOtherAdmin(within, member)
	if (role === null) await applyRemoval(within, member)
	else await applyRole(within, member, role)
}

/** It takes two admins: one who is none any more does not count. */
async function isStillAdmin({ db, facilityId }: Managing, personId: Id): Promise<boolean> {
	const [asker] = await db
		.select({ role: assignments.role })
		.from(assignments)
		.where(
			and(eq(assignments.personId, personId), eq(assignments.facilityId, facilityId), eq(assignments.status, 'active')),
		)
	return asker !== undefined && isAdminRole(asker.role)
}
