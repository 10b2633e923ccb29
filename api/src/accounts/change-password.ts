import type { OpenedSession } from '@enshin/contracts/sign-in.ts'
import type { Work } from '../http/context.ts'
import { passwordChangedMail } from '../notifications/templates/password-changed.ts'
import { acceptPassword } from './accept-password.ts'
import type { Account } from './account.ts'
import { endSessionsOf } from './end-sessions.ts'
import { finishSignIn } from './finish-sign-in.ts'
import { mailAccount } from './mail-account.ts'
import { noteAccount } from './note-account.ts'
import { opened } from './opened.ts'
import { provePassword } from './prove-password.ts'
import { rotateSession } from './rotate-session.ts'
import type { SignInLimits } from './sign-in-limits.ts'

export type Changing = { work: Work; account: Account; webOrigin: string; limits: SignInLimits }

/**
 * A new password, with the present one. All other sessions end, this one gets a new token; where the present one had
 * expired, it is full from now on. Throws `auth.password_wrong`, `password.refused`.
 */
export async function changePassword(
	{ work, account, webOrigin, limits }: Changing,
	{ current, next }: { current: string; next: string },
): Promise<OpenedSession> {
	const { actor, vault } = work
	const signsIn = actor.sessionState !== 'full'
	await provePassword(work, account, limits, current)
	const write = await acceptPassword(work, account, { next, current, path: 'next' })
	return await work.db.transaction(async (tx) => {
		await write(tx)
		await endSessionsOf(tx, account, actor.sessionId)
		const rotated = await rotateSession(tx, actor, { state: 'full' })
		const url = `${webOrigin}${forgotPath(account)}`
		await mailAccount(tx, vault, account, (locale) => passwordChangedMail(locale, { at: new Date(), url }))
		const answer = await opened({ db: tx, vault }, actor, rotated, 'full')
		if (signsIn) await finishSignIn(tx, { ...work, webOrigin, sessionId: actor.sessionId }, account)
		await noteAccount(tx, work, 'password.change')
		return answer
	})
}

/** Where somebody asks for a new password: at their own facility's door, or the patients'. */
export const forgotPath = ({ facilitySlug }: Pick<Account, 'facilitySlug'>): string =>
	facilitySlug === null ? '/forgot' : `/f/${facilitySlug}/forgot`
