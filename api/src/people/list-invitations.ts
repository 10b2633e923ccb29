import type { Invitation } from '@enshin/contracts/accounts.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { links } from '@enshin/db/schema/index.ts'
import type { Keys } from '@enshin/db/sealing/vault.ts'
import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { openInvitation } from './invitation.ts'

/** Those that nobody has used or taken back, oldest first, the expired ones among them: they can be sent again. */
export async function listInvitations(
	db: Db,
	keys: Keys,
	facilityId: Id,
	nameOf: (personId: Id | null) => string,
): Promise<Invitation[]> {
	const rows = await db
		.select({ link: links, expired: sql<boolean>`${links.expiresAt} <= now()` })
		.from(links)
		.where(
			and(
				eq(links.facilityId, facilityId),
				eq(links.kind, 'invitation'),
				isNull(links.usedAt),
				isNull(links.revokedAt),
			),
		)
		.orderBy(asc(links.createdAt))
	return rows.map(({ link, expired }) => {
		const { id, email, name, kana, role, title } = openInvitation(keys, link)
		return {
			...{ id, email, name, kana, role, title, expired },
			identified: link.proofAt !== null,
			invitedByName: nameOf(link.createdBy),
			createdAt: link.createdAt.toISOString(),
			expiresAt: link.expiresAt.toISOString(),
		}
	})
}
