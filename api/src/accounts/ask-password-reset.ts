import { setTimeout as wait } from 'node:timers/promises'
import type { Tx } from '@enshin/db/client.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { links } from '@enshin/db/schema/index.ts'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { PublicEnv } from '../http/context.ts'
import { passwordResetMail } from '../notifications/templates/password-reset.ts'
import { accountById } from './account.ts'
import { findCredential } from './find-credential.ts'
import { mailAccount } from './mail-account.ts'
import { hashSessionToken, newSessionToken } from './session-token.ts'
import { type Attempt, accountKey, type SignInLimits } from './sign-in-limits.ts'

/** Every answer takes this long: longer than writing a mail takes, or not writing one. */
const answersAfterMs = 400

type Parts = { limits: Pick<SignInLimits, 'spendOn'>; webOrigin: string }

/**
 * Mails a link to choose a new password, where there is such an account. Whoever asks learns nothing: the same answer at
 * the same time, and who asks too often for one account is not told either, which would say how often others did.
 */
export async function askPasswordReset(
	{ scoped, vault }: Pick<PublicEnv['Variables'], 'scoped' | 'vault'>,
	{ limits, webOrigin }: Parts,
	attempt: Attempt,
): Promise<void> {
	await limits.spendOn('resetAddress', attempt.address)
	const answered = wait(answersAfterMs)
	const mayMail = await limits.spendOn('resetAccount', accountKey(attempt)).then(
		() => true,
		() => false,
	)
	const db = scoped({ kind: 'auth' })
	const { found } = await findCredential(db, vault, attempt)
	if (mayMail && found?.mayBeHere) {
		const account = await accountById(db, found.credentialId)
		const token = newSessionToken()
		await db.transaction(async (tx) => {
			await revokeEarlier(tx, found.credentialId)
			await tx.insert(links).values({
				id: newId(),
				kind: 'password_reset',
				tokenHash: hashSessionToken(token),
				credentialId: found.credentialId,
				facilityId: found.facilityId,
				expiresAt: sql`now() + interval '30 minutes'`,
			})
			// Behind the hash sign: it stands in no server's log, and goes to no other site.
			const url = `${webOrigin}/new-password#${token}`
			await mailAccount(tx, vault, account, (locale) => passwordResetMail(locale, { url }))
		})
	}
	await answered
}

/** The last link mailed is the one that works. */
async function revokeEarlier(tx: Tx, credentialId: string): Promise<void> {
	await tx
		.update(links)
		.set({ revokedAt: sql`now()` })
		.where(
			and(
				eq(links.credentialId, credentialId),
				eq(links.kind, 'password_reset'),
				isNull(links.usedAt),
				isNull(links.revokedAt),
			),
		)
}
