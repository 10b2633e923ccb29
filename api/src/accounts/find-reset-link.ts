import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { links } from '@enshin/db/schema/index.ts'
import { and, eq, sql } from 'drizzle-orm'
import { type Account, accountById } from './account.ts'
import { noteAccount } from './note-account.ts'
import { hashSessionToken } from './session-token.ts'

export type From = { requestId: string; address: string | null }

/**
 * Whose link it is. Throws `link.invalid` for one unknown, expired or revoked; one that was used before is noted as a replay
 * besides, in a transaction of its own.
 */
export async function findResetLink(db: Db, token: string, from: From): Promise<{ linkId: Id; account: Account }> {
	const [link] = await db
		.select({
			id: links.id,
			credentialId: links.credentialId,
			usedAt: links.usedAt,
			open: sql<boolean>`${links.usedAt} is null and ${links.revokedAt} is null and ${links.expiresAt} > now()`,
		})
		.from(links)
		.where(and(eq(links.tokenHash, hashSessionToken(token)), eq(links.kind, 'password_reset')))
	if (!link?.credentialId) throw new ProblemError('link.invalid')
	const account = await accountById(db, link.credentialId)
	if (link.open) return { linkId: link.id, account }
	if (link.usedAt) await noteAccount(db, asActor(from, account), 'sign_in.replay', { factor: 'password_reset' })
	throw new ProblemError('link.invalid')
}

/** Who holds somebody's link acts as them, as far as the log can tell. */
export const asActor = (from: From, { personId, facilityId }: Account) => ({
	...from,
	actor: { actingId: personId, facilityId },
})
