import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Relation } from '@enshin/contracts/profile.ts'
import { proxies } from '@enshin/db/schema/index.ts'
import { eq } from 'drizzle-orm'
import { accessing } from '../access-log/accessing.ts'
import type { Work } from '../http/context.ts'
import { findProxy } from './family.ts'
import { ownOnly } from './own-only.ts'

/** Says anew what one is to somebody one acts for. Their own data is changed as theirs, acting for them. */
export function changeFamilyMember(work: Work, patientId: Id, relation: Relation): Promise<void> {
	ownOnly(work.actor)
	return accessing(work, 'profile.write', async (access) => {
		const proxy = await findProxy(access.db, access.actor.actingId, patientId)
		if (!proxy) throw new ProblemError('not_found')
		access.touch(patientId)
		access.detail.changed = 'relation'
		await access.db.update(proxies).set({ relation }).where(eq(proxies.id, proxy.id))
	})
}
