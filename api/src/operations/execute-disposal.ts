import type { Id } from '@enshin/contracts/ids.ts'
import type { DisposalCertificate } from '@enshin/contracts/operations.ts'
import { disposals } from '@enshin/db/schema/index.ts'
import { eq } from 'drizzle-orm'
import { type Attestor, certifyDisposal } from './certify-disposal.ts'
import { destroyFacility, destroyPerson } from './destroy.ts'
import { type Ops, operating } from './operating.ts'
import { OpsError } from './ops-error.ts'
import { chainsConcerned } from './request-disposal.ts'

/**
 * Destroys what somebody else asked to have destroyed, for good: the data keys, and what finds the rows. Returns the
 * signed certificate, which is kept, too. The rows stay, and nobody reads them any more, here or in a restored backup.
 */
export async function executeDisposal(ops: Ops, attestor: Attestor, disposalId: Id): Promise<DisposalCertificate> {
	return await operating(ops, async (within) => {
		const { db, operator, record } = within
		const [asked] = await db.select().from(disposals).where(eq(disposals.id, disposalId)).for('update')
		if (!asked) throw new OpsError('Nobody has asked for this.')
		if (asked.executedAt) throw new OpsError('This is done.')
		if (asked.requestedBy === operator.personId)
			throw new OpsError('It takes two: who asked for it cannot carry it out.')
		if (asked.dueAt > new Date()) throw new OpsError(`It is not due before ${asked.dueAt.toISOString()}.`)
		const { subject, subjectId } = asked
		const chains = await chainsConcerned(within, subject, subjectId)
		const keysDestroyed = await (subject === 'person' ? destroyPerson : destroyFacility)(db, subjectId)
		const executedAt = new Date()
		const certificate = certifyDisposal(attestor, {
			format: 'enshin-disposal/1',
			id: disposalId,
			subject,
			subjectId,
			facilityId: asked.facilityId,
			reason: asked.reason,
			requestedBy: asked.requestedBy,
			requestedAt: asked.createdAt.toISOString(),
			executedBy: operator.personId,
			executedAt: executedAt.toISOString(),
			method:
				'crypto-shredding: AES-256-GCM data keys destroyed, blind indexes and credentials removed (NIST SP 800-88)',
			keysDestroyed,
		})
		await db
			.update(disposals)
			.set({ approvedBy: operator.personId, executedAt, certificate })
			.where(eq(disposals.id, disposalId))
		for (const chain of chains)
			await record(chain, 'disposal.execute', { disposalId, keysDestroyed }, subject === 'person' ? [subjectId] : [])
		return certificate
	})
}
