import { isBookableRole } from '@enshin/contracts/accounts.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import { practitioners } from '@enshin/db/schema/index.ts'
import type { Work } from '../http/context.ts'
import { findMember } from './find-member.ts'
import { managing } from './managing.ts'
import { withdrawPractitioner } from './withdraw-practitioner.ts'

/** Makes somebody a name in 予約枠設定, again too, with what stands under it. Throws `account.not_bookable`. */
export async function makeBookable(work: Work, assignmentId: Id, title: string): Promise<void> {
	await managing(work, 'account.change', async (within) => {
		const { db, facilityId, detail } = within
		const { personId, role, status } = await findMember(within, assignmentId)
		if (status !== 'active' || !isBookableRole(role)) throw new ProblemError('account.not_bookable')
		await db
			.insert(practitioners)
			.values({ personId, facilityId, title })
			.onConflictDoUpdate({
				target: [practitioners.personId, practitioners.facilityId],
				set: { title, withdrawnAt: null },
			})
		Object.assign(detail, { assignmentId, bookable: true })
	})
}

/** Takes the name out of 予約枠設定; appointments stay. */
export async function endBookable(work: Work, assignmentId: Id): Promise<void> {
	await managing(work, 'account.change', async (within) => {
		const { personId } = await findMember(within, assignmentId)
		await withdrawPractitioner(within, personId)
		Object.assign(within.detail, { assignmentId, bookable: false })
	})
}
