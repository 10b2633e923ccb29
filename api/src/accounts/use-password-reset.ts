import { ProblemError } from '@enshin/contracts/errors.ts'
import { links } from '@enshin/db/schema/index.ts'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { PublicEnv } from '../http/context.ts'
import { passwordChangedMail } from '../notifications/templates/password-changed.ts'
import { acceptPassword } from './accept-password.ts'
import { forgotPath } from './change-password.ts'
import { endSessionsOf } from './end-sessions.ts'
import { asActor, type From, findResetLink } from './find-reset-link.ts'
import { mailAccount } from './mail-account.ts'
import { noteAccount } from './note-account.ts'

/**
 * A new password by a mailed link, which works once: all sessions end, and signing in asks for the second factor as ever.
 * A refused password leaves the link good for another try.
 */
export async function usePasswordReset(
	{ scoped, vault, requestId, address }: Pick<PublicEnv['Variables'], 'scoped' | 'vault'> & From,
	webOrigin: string,
	{ token, password }: { token: string; password: string },
): Promise<void> {
	const db = scoped({ kind: 'auth' })
	const from = { requestId, address }
	const { linkId, account } = await findResetLink(db, token, from)
	const write = await acceptPassword({ db, vault }, account, { next: password, current: null, path: 'password' })
	await db.transaction(async (tx) => {
		const used = await tx
			.update(links)
			.set({ usedAt: sql`now()` })
			.where(and(eq(links.id, linkId), isNull(links.usedAt), isNull(links.revokedAt)))
			.returning({ id: links.id })
		if (used.length === 0) throw new ProblemError('link.invalid')
		await write(tx)
		await endSessionsOf(tx, account)
		const url = `${webOrigin}${forgotPath(account)}`
		await mailAccount(tx, vault, account, (locale) => passwordChangedMail(locale, { at: new Date(), url }))
		await noteAccount(tx, asActor(from, account), 'password.reset')
	})
}
