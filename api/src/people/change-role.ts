import { type AccountChange, isAdminRole } from '@enshin/contracts/accounts.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import { type Id, type Role, rolesOf } from '@enshin/contracts/ids.ts'
import { requireFresh } from '../accounts/require-fresh.ts'
import type { Work } from '../http/context.ts'
import { applyRole } from './apply-role.ts'
import { askApproval } from './ask-approval.ts'
import { demandOtherAdmin } from './demand-other-admin.ts'
import { findMember } from './find-member.ts'
import { managing } from './managing.ts'

/**
 * Gives somebody another role, once the asker has proved anew who they are. An admin stops being one only when another
 * admin agrees, and never the last one. Throws `auth.step_up`, `account.role_not_here`, `account.removed`,
 * `account.last_admin`, `account.reason_needed`, `approval.waits`.
 */
export async function changeRole(
	work: Work,
	assignmentId: Id,
	{ role, reason }: { role: Role; reason?: string },
): Promise<AccountChange> {
	requireFresh(work)
	return await managing(work, 'account.change', async (within) => {
		const member = await findMember(within, assignmentId)
		if (member.status === 'removed') throw new ProblemError('account.removed')
		const roles: readonly Role[] = rolesOf[member.facilityKind]
		if (!roles.includes(role)) throw new ProblemError('account.role_not_here')
		if (role === member.role) return { outcome: 'done' }
		if (isAdminRole(member.role) && !isAdminRole(role)) {
			await demandOtherAdmin(within, member)
			await askApproval(within, member, { kind: 'demote_admin', role, reason })
			return { outcome: 'asked' }
		}
		await applyRole(within, member, role)
		return { outcome: 'done' }
	})
}
