import { isAdminRole } from '@enshin/contracts/accounts.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Db } from '@enshin/db/client.ts'
import { assignments, facilities, links } from '@enshin/db/schema/index.ts'
import type { Vault } from '@enshin/db/sealing/vault.ts'
import { and, eq, sql } from 'drizzle-orm'
import { appendEntry } from '../access-log/append-entry.ts'
import { hashSessionToken } from '../accounts/session-token.ts'
import { facility as facilityOwner } from '../sealed/open-cells.ts'
import { openFacility } from '../sealed/open-facility.ts'
import { openInvitation } from './invitation.ts'

/** Who holds a link: nobody is signed in yet. `db` is in scope `auth`. */
export type Guest = { db: Db; vault: Vault; requestId: string; address: string | null }

/**
 * What an invitation's token opens. Throws `link.invalid` for one that is used, expired, revoked or forged, and for one
 * whose sender is no admin of the facility any more. What was good once and comes again is noted as a replay in the
 * facility's log; of a forged one nobody can tell whose it should be, and the request's own line has it.
 */
export async function findInvitation(guest: Guest, token: string) {
	const { db, vault } = guest
	const [found] = await db
		.select({
			link: links,
			facility: facilities,
			inviterRole: assignments.role,
			inviterStatus: assignments.status,
			open: sql<boolean>`${links.usedAt} is null and ${links.revokedAt} is null and ${links.expiresAt} > now()`,
		})
		.from(links)
		.innerJoin(facilities, eq(facilities.id, links.facilityId))
		.leftJoin(assignments, and(eq(assignments.personId, links.createdBy), eq(assignments.facilityId, links.facilityId)))
		.where(and(eq(links.tokenHash, hashSessionToken(token)), eq(links.kind, 'invitation')))
	if (!found) throw new ProblemError('link.invalid')
	const { link, inviterRole, inviterStatus } = found
	const isFromAdmin = inviterStatus === 'active' && inviterRole !== null && isAdminRole(inviterRole)
	if (!found.open || !isFromAdmin || found.facility.stoppedAt !== null) {
		await noteReplay(guest, found.facility.id, link)
		throw new ProblemError('link.invalid')
	}
	const keys = await vault.keys(db, [facilityOwner(found.facility.id)])
	return { link, keys, invited: openInvitation(keys, link), facility: openFacility(keys, found.facility) }
}

async function noteReplay(
	{ db, requestId, address }: Guest,
	facilityId: string,
	{ id, usedAt, revokedAt }: { id: string; usedAt: Date | null; revokedAt: Date | null },
): Promise<void> {
	const why = usedAt ? 'used' : revokedAt ? 'revoked' : 'expired'
	const detail = { requestId, address, factor: 'invitation', invitationId: id, why }
	await appendEntry(db, { chainId: facilityId, actorId: null, action: 'sign_in.replay', subjects: [], detail })
}
