import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import { assignments } from '@enshin/db/schema/index.ts'
import { eq, sql } from 'drizzle-orm'
import type { Work } from '../http/context.ts'
import { accountDisabledMail } from '../notifications/templates/account-disabled.ts'
import { demandOtherAdmin } from './demand-other-admin.ts'
import { endMemberAccess } from './end-member-access.ts'
import { findMember } from './find-member.ts'
import { mailMember } from './mail-member.ts'
import { managing } from './managing.ts'
import { readFacility } from './read-facility.ts'
import { withdrawPractitioner } from './withdraw-practitioner.ts'

/**
 * Closes an account until it is enabled again; it ends what is under way within 5 s, and nobody can book the person. No
 * step-up: closing must be quick, and can be undone. Throws `account.not_self`, `account.last_admin`, `account.removed`.
 */
export async function disable(work: Work, assignmentId: Id): Promise<void> {
	await managing(work, 'account.disable', async (within) => {
		const { db, facilityId, actor, detail } = within
		const member = await findMember(within, assignmentId)
		if (member.status === 'removed') throw new ProblemError('account.removed')
		if (member.status === 'disabled') return
		await demandOtherAdmin(within, member)
		if (assignmentId === actor.assignmentId) throw new ProblemError('account.not_self')
		await db
			.update(assignments)
			.set({ status: 'disabled', statusChangedAt: sql`now()` })
			.where(eq(assignments.id, assignmentId))
		await endMemberAccess(db, { assignmentId, personId: member.personId, facilityId })
		await withdrawPractitioner(within, member.personId)
		Object.assign(detail, { assignmentId })
		const { name: facilityName } = await readFacility(within, facilityId)
		await mailMember(within, member, (locale) => accountDisabledMail(locale, { facilityName, at: new Date() }))
	})
}
