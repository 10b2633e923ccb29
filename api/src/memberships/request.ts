import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { OwnMembership } from '@enshin/contracts/memberships.ts'
import { addMembership } from '@enshin/db/people.ts'
import { memberships } from '@enshin/db/schema/index.ts'
import { and, eq, sql } from 'drizzle-orm'
import { type Access, accessing } from '../access-log/accessing.ts'
import type { Work } from '../http/context.ts'
import { profileWithin } from '../patients/read-profile.ts'
import { findByCode } from './find-by-code.ts'
import { ownMembership } from './list-own.ts'

/**
 * Asks a facility for 利用登録. Asking again changes nothing, except after a refusal: then the facility is asked anew. Its
 * people see who asks from this moment on.
 */
export async function requestMembership(work: Work, code: string): Promise<OwnMembership> {
	const { id: facilityId } = await findByCode(work.db, work.vault, code)
	return await accessing(work, 'membership.request', async (access) => {
		access.inLogOf(facilityId)
		const membershipId = await ask(access, facilityId)
		const found = await ownMembership(access, membershipId)
		if (!found) throw new ProblemError('not_found')
		return found
	})
}

async function ask(access: Access, facilityId: Id): Promise<Id> {
	const { db, vault, actor } = access
	const { name, kana, telephone } = await profileWithin(access)
	const patientId = actor.personId
	await addMembership(db, vault, { patientId, facilityId, status: 'pending', name, kana, telephone })
	const own = and(eq(memberships.patientId, patientId), eq(memberships.facilityId, facilityId))
	await db
		.update(memberships)
		.set({ status: 'pending', refusalReason: null, decidedAt: null, decidedBy: null, createdAt: sql`now()` })
		.where(and(own, eq(memberships.status, 'refused')))
	const [row] = await db.select({ id: memberships.id }).from(memberships).where(own)
	if (!row) throw new ProblemError('not_found')
	return row.id
}
