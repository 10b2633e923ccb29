import type { signedIn } from '@enshin/contracts/api.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import { hashPassword, verifyPassword } from '@enshin/db/password.ts'
import type { z } from 'zod'
import type { PublicEnv } from '../http/context.ts'
import { findCredential } from './find-credential.ts'
import { openSession } from './open-session.ts'
import { readMe } from './read-me.ts'
import { newSessionToken } from './session-token.ts'
import type { Attempt, SignInLimits } from './sign-in-limits.ts'

/** Compared when there is no account: nobody has this password, and the comparison takes as long as any. */
const nobodysHash = hashPassword(newSessionToken())

/**
 * A fresh session for the right password. Whatever is wrong, account, password or tenant, has the same answer after the
 * same work.
 */
export async function signIn(
	{ scoped, vault }: Pick<PublicEnv['Variables'], 'scoped' | 'vault'>,
	limits: SignInLimits,
	attempt: Attempt,
	password: string,
): Promise<z.input<typeof signedIn>> {
	await limits.spend(attempt)
	const db = scoped({ kind: 'auth' })
	const found = await findCredential(db, vault, attempt)
	const right = await verifyPassword(password, found?.passwordHash ?? (await nobodysHash))
	if (!found || !right) throw new ProblemError('auth.failed')
	await limits.forgive(attempt)
	const { token, expiresAt } = await openSession(db, found.assignmentId)
	const own = scoped({ kind: 'actor', facilityId: found.facilityId, personId: found.personId })
	return { token, expiresAt: expiresAt.toISOString(), me: await readMe({ db: own, vault, actor: found }) }
}
