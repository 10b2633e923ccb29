import type { Id } from '@enshin/contracts/ids.ts'
import { links } from '@enshin/db/schema/index.ts'
import { eq, sql } from 'drizzle-orm'
import { requireFresh } from '../accounts/require-fresh.ts'
import { hashSessionToken, newSessionToken } from '../accounts/session-token.ts'
import type { Work } from '../http/context.ts'
import { facility } from '../sealed/open-cells.ts'
import { findWaiting, invitationMinutes, openInvitation } from './invitation.ts'
import { managing } from './managing.ts'
import { sendInvitation } from './send-invitation.ts'

/** Sends a fresh link, in the asker's name; the one before works no more. Throws `auth.step_up`, `not_found`. */
export async function resendInvitation(work: Work, webOrigin: string, invitationId: Id): Promise<void> {
	requireFresh(work)
	await managing(work, 'account.invite', async (within) => {
		const { db, vault, facilityId, actor, detail } = within
		const row = await findWaiting(within, invitationId)
		const { email, role } = openInvitation(await vault.keys(db, [facility(facilityId)]), row)
		const token = newSessionToken()
		await db
			.update(links)
			.set({
				tokenHash: hashSessionToken(token),
				createdBy: actor.actingId,
				expiresAt: sql`now() + make_interval(mins => ${invitationMinutes})`,
			})
			.where(eq(links.id, invitationId))
		await sendInvitation(within, { email, role, token, webOrigin })
		Object.assign(detail, { invitationId, again: true })
	})
}

/** Takes an invitation back: its link works no more. */
export async function revokeInvitation(work: Work, invitationId: Id): Promise<void> {
	await managing(work, 'account.invite', async (within) => {
		await findWaiting(within, invitationId)
		await within.db.update(links).set({ revokedAt: sql`now()` }).where(eq(links.id, invitationId))
		Object.assign(within.detail, { invitationId, revoked: true })
	})
}
