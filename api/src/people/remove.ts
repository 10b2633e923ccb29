import { type AccountChange, isAdminRole } from '@enshin/contracts/accounts.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import { requireFresh } from '../accounts/require-fresh.ts'
import type { Work } from '../http/context.ts'
import { applyRemoval } from './apply-removal.ts'
import { askApproval } from './ask-approval.ts'
import { demandOtherAdmin } from './demand-other-admin.ts'
import { findMember } from './find-member.ts'
import { managing } from './managing.ts'

/**
 * Removes somebody for good; an admin when another admin agrees, and never the last one. Throws `auth.step_up`,
 * `account.removed`, `account.last_admin`, `account.reason_needed`, `approval.waits`.
 */
export async function remove(work: Work, assignmentId: Id, { reason }: { reason?: string }): Promise<AccountChange> {
	requireFresh(work)
	return await managing(work, 'account.remove', async (within) => {
		const member = await findMember(within, assignmentId)
		if (member.status === 'removed') throw new ProblemError('account.removed')
		if (isAdminRole(member.role)) {
			await demandOtherAdmin(within, member)
			await askApproval(within, member, { kind: 'remove_admin', role: null, reason })
			return { outcome: 'asked' }
		}
		await applyRemoval(within, member)
		return { outcome: 'done' }
	})
}
