import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Role } from '@enshin/contracts/ids.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { approvals } from '@enshin/db/schema/index.ts'
import { sql } from 'drizzle-orm'
import { facility } from '../sealed/open-cells.ts'
import { openApprovals } from './approval.ts'
import type { Member } from './find-member.ts'
import type { Managing } from './managing.ts'

/** How long another admin has to decide. */
export const approvalDays = 7

/**
 * Asks another admin to agree that this one goes, or becomes something else. Throws `account.reason_needed`, and
 * `approval.waits` where it was asked before.
 */
export async function askApproval(
	{ db, vault, facilityId, actor, detail, becomes }: Managing,
	member: Member,
	asked: { kind: 'remove_admin' | 'demote_admin'; role: Role | null; reason: string | undefined },
): Promise<void> {
	if (!asked.reason) throw new ProblemError('account.reason_needed', { issues: [{ path: 'reason', message: '' }] })
	const waiting = await openApprovals(db, facilityId)
	if (waiting.some(({ assignmentId }) => assignmentId === member.assignmentId)) throw new ProblemError('approval.waits')
	const id = newId()
	const owner = facility(facilityId)
	const keys = await vault.keys(db, [owner])
	await db.insert(approvals).values({
		id,
		facilityId,
		kind: asked.kind,
		assignmentId: member.assignmentId,
		role: asked.role,
		reason: keys.seal(owner, { table: 'approvals', column: 'reason', row: id }, asked.reason),
		requestedBy: actor.actingId,
		expiresAt: sql`now() + make_interval(days => ${approvalDays})`,
	})
	becomes('approval.request')
	Object.assign(detail, { approvalId: id, kind: asked.kind, assignmentId: member.assignmentId })
}
