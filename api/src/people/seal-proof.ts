import type { IdentityProof } from '@enshin/contracts/accounts.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Keys } from '@enshin/db/sealing/vault.ts'
import { sql } from 'drizzle-orm'
import { facility } from '../sealed/open-cells.ts'
import type { Managing } from './managing.ts'

/** How the invited was identified, as an invitation keeps it until they join. */
export function sealProof(
	{ facilityId, actor }: Managing,
	keys: Keys,
	invitationId: Id,
	{ method, document }: IdentityProof,
) {
	const place = { table: 'links', column: 'proof_document', row: invitationId }
	return {
		proofMethod: method,
		proofDocument: keys.seal(facility(facilityId), place, document),
		proofBy: actor.actingId,
		proofAt: sql`now()`,
	}
}
