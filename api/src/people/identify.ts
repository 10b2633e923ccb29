import type { IdentityProof } from '@enshin/contracts/accounts.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { identityProofs, links } from '@enshin/db/schema/index.ts'
import { eq } from 'drizzle-orm'
import type { Work } from '../http/context.ts'
import { facility } from '../sealed/open-cells.ts'
import { findMember } from './find-member.ts'
import { findWaiting } from './invitation.ts'
import { managing } from './managing.ts'
import { sealProof } from './seal-proof.ts'

/** Adds a line to 本人確認台帳 for one of the facility's people (Q17.1.1.2). Lines are only ever added. */
export async function identify(work: Work, assignmentId: Id, { method, document }: IdentityProof): Promise<void> {
	await managing(work, 'account.identify', async (within) => {
		const { db, vault, facilityId, actor, detail } = within
		const { personId } = await findMember(within, assignmentId)
		const id = newId()
		const owner = facility(facilityId)
		const place = { table: 'identity_proofs', column: 'document', row: id }
		const sealed = (await vault.keys(db, [owner])).seal(owner, place, document)
		await db
			.insert(identityProofs)
			.values({ id, facilityId, personId, method, document: sealed, checkedBy: actor.actingId })
		Object.assign(detail, { assignmentId, method })
	})
}

/** The same for somebody invited: it becomes a line when they join. */
export async function identifyInvited(work: Work, invitationId: Id, proof: IdentityProof): Promise<void> {
	await managing(work, 'account.identify', async (within) => {
		const { db, vault, facilityId, detail } = within
		await findWaiting(within, invitationId)
		const keys = await vault.keys(db, [facility(facilityId)])
		await db
			.update(links)
			.set(sealProof(within, keys, invitationId, proof))
			.where(eq(links.id, invitationId))
		Object.assign(detail, { invitationId, method: proof.method })
	})
}
