import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import { assignments, identityProofs } from '@enshin/db/schema/index.ts'
import { and, eq, sql } from 'drizzle-orm'
import { requireFresh } from '../accounts/require-fresh.ts'
import type { Work } from '../http/context.ts'
import { findMember } from './find-member.ts'
import { managing } from './managing.ts'

/**
 * Opens a disabled account again. Throws `auth.step_up`, `account.removed`, and `account.proof_needed` for somebody who is
 * not in 本人確認台帳.
 */
export async function enable(work: Work, assignmentId: Id): Promise<void> {
	requireFresh(work)
	await managing(work, 'account.enable', async (within) => {
		const { db, facilityId, detail } = within
		const member = await findMember(within, assignmentId)
		if (member.status === 'removed') throw new ProblemError('account.removed')
		if (member.status === 'active') return
		const [proof] = await db
			.select({ id: identityProofs.id })
			.from(identityProofs)
			.where(and(eq(identityProofs.facilityId, facilityId), eq(identityProofs.personId, member.personId)))
			.limit(1)
		if (!proof) throw new ProblemError('account.proof_needed')
		await db
			.update(assignments)
			.set({ status: 'active', statusChangedAt: sql`now()` })
			.where(eq(assignments.id, assignmentId))
		Object.assign(detail, { assignmentId })
	})
}
