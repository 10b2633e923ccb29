import { ProblemError } from '@enshin/contracts/errors.ts'
import { verifyPassword } from '@enshin/db/password.ts'
import type { Work } from '../http/context.ts'
import type { Account } from './account.ts'
import { noteAccount } from './note-account.ts'
import type { SignInLimits } from './sign-in-limits.ts'

/**
 * Somebody's own password, asked for again: ten wrong ones in a quarter of an hour. Throws `auth.password_wrong` with a
 * line in the log, or `rate.limited`.
 */
export async function provePassword(
	work: Work,
	{ credentialId, passwordHash }: Account,
	limits: Pick<SignInLimits, 'spendOn' | 'forgiveOn'>,
	password: string,
): Promise<void> {
	await limits.spendOn('code', credentialId)
	if (passwordHash === null || !(await verifyPassword(password, passwordHash))) {
		await noteAccount(work.db, work, 'sign_in.failure', { factor: 'password' })
		throw new ProblemError('auth.password_wrong')
	}
	await limits.forgiveOn('code', credentialId)
}
