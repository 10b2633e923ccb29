import { proofMethod, type RegisterEntry } from '@enshin/contracts/accounts.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import { assignments, identityProofs, people } from '@enshin/db/schema/index.ts'
import { and, desc, eq } from 'drizzle-orm'
import { accessing } from '../access-log/accessing.ts'
import type { Work } from '../http/context.ts'
import { facility, openCell, person } from '../sealed/open-cells.ts'
import { openName } from '../sealed/open-person.ts'

/** 本人確認台帳, newest first: who was identified how, by whom (Q17.1.1.2). The removed stay in it. */
export async function readRegister(work: Work): Promise<RegisterEntry[]> {
	const { facilityId } = work.actor
	if (facilityId === null) throw new ProblemError('auth.forbidden')
	return await accessing(work, 'account.list', async ({ db, vault, detail }) => {
		detail.register = true
		const members = await db
			.select({ id: people.id, identity: people.identity })
			.from(assignments)
			.innerJoin(people, eq(people.id, assignments.personId))
			.where(eq(assignments.facilityId, facilityId))
		const rows = await db
			.select({ proof: identityProofs, role: assignments.role, status: assignments.status })
			.from(identityProofs)
			.innerJoin(
				assignments,
				and(eq(assignments.personId, identityProofs.personId), eq(assignments.facilityId, identityProofs.facilityId)),
			)
			.where(eq(identityProofs.facilityId, facilityId))
			.orderBy(desc(identityProofs.createdAt))
		const keys = await vault.keys(db, [facility(facilityId), ...members.map(({ id }) => person(id))])
		const names = new Map(members.map(({ id, identity }) => [id, openName(keys, id, identity).name]))
		return rows.map(({ proof, role, status }) => {
			const place = { table: 'identity_proofs', column: 'document', row: proof.id }
			return {
				id: proof.id,
				at: proof.createdAt.toISOString(),
				personName: names.get(proof.personId) ?? '',
				role,
				status,
				method: proofMethod.parse(proof.method),
				document: openCell(keys, facility(facilityId), place, proof.document),
				checkedByName: names.get(proof.checkedBy) ?? '',
			}
		})
	})
}
