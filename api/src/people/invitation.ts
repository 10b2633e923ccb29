import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import { links } from '@enshin/db/schema/index.ts'
import type { Keys } from '@enshin/db/sealing/vault.ts'
import { and, eq, isNull } from 'drizzle-orm'
import { facility, openCell } from '../sealed/open-cells.ts'
import type { Managing } from './managing.ts'

export type InvitationRow = typeof links.$inferSelect

/** How long an invitation's link works. */
export const invitationMinutes = 30

/** What an invitation says, in clear. Throws for a link of another kind, which has none of it. */
export function openInvitation(keys: Keys, { id, facilityId, email, name, kana, role, title }: InvitationRow) {
	if (!facilityId || !email || !name || !kana || !role) throw new Error(`link ${id} is no invitation`)
	const at = (column: string) => ({ table: 'links', column, row: id })
	const owner = facility(facilityId)
	return {
		id,
		facilityId,
		role,
		title,
		email: openCell(keys, owner, at('email'), email),
		name: openCell(keys, owner, at('name'), name),
		kana: openCell(keys, owner, at('kana'), kana),
	}
}

/** One of the facility's own that still waits, expired or not. Throws `not_found`. */
export async function findWaiting({ db, facilityId }: Managing, invitationId: Id): Promise<InvitationRow> {
	const [found] = await db
		.select()
		.from(links)
		.where(
			and(
				eq(links.id, invitationId),
				eq(links.facilityId, facilityId),
				eq(links.kind, 'invitation'),
				isNull(links.usedAt),
				isNull(links.revokedAt),
			),
		)
	if (!found) throw new ProblemError('not_found')
	return found
}
