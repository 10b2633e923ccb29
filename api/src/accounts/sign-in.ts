import { ProblemError } from '@enshin/contracts/errors.ts'
import type { OpenedSession } from '@enshin/contracts/sign-in.ts'
import type { Db } from '@enshin/db/client.ts'
import { hashPassword, verifyPassword } from '@enshin/db/password.ts'
import { appendEntry } from '../access-log/append-entry.ts'
import type { PublicEnv } from '../http/context.ts'
import { demandPlace } from '../settings/demand-place.ts'
import { noteEmergencyUse } from '../settings/note-emergency-use.ts'
import { type Beginning, beginSession } from './begin-session.ts'
import { findCredential } from './find-credential.ts'
import { newSessionToken } from './session-token.ts'
import type { Attempt, SignInLimits } from './sign-in-limits.ts'

/** Compared when there is no account: nobody has this password, and the comparison takes as long as any. */
const nobodysHash = hashPassword(newSessionToken())

/** The log of failures that were about nobody: writing it takes as long as writing somebody's. */
const nobodysChain = '00000000-0000-0000-0000-000000000000'

/**
 * A session for the right password, good for the next step. Whatever is wrong, account, password or tenant, or that the
 * account is disabled or the facility's service has stopped, has the same answer after the same work. Who has proved the
 * password is told what else is missing: `network.not_allowed`, `device.not_registered`.
 */
export async function signIn(
	{ scoped }: Pick<PublicEnv['Variables'], 'scoped'>,
	within: Beginning & { deviceSecret: string | undefined },
	limits: Pick<SignInLimits, 'spend' | 'forgive'>,
	attempt: Attempt,
	password: string,
): Promise<OpenedSession> {
	await limits.spend(attempt)
	const db = scoped({ kind: 'auth' })
	const { found, facilityId } = await findCredential(db, within.vault, attempt)
	const right = await verifyPassword(password, found?.passwordHash ?? (await nobodysHash))
	if (!found?.mayBeHere || !found.passwordHash || !right) {
		const chainId = facilityId ?? found?.personId ?? nobodysChain
		await noteFailure(db, within, { chainId, personId: found?.personId ?? null })
		throw new ProblemError('auth.failed')
	}
	await limits.forgive(attempt)
	if (found.facilityId !== null) await demandPlace(db, found.facilityId, within)
	return await db.transaction(async (tx) => {
		const session = await beginSession(tx, within, found)
		await noteEmergencyUse({ ...within, db: tx }, found)
		return session
	})
}

/** Nobody has proved to be anybody: the entry has no actor, and says whose account it was. */
async function noteFailure(
	db: Db,
	{ requestId, address }: Beginning,
	{ chainId, personId }: { chainId: string; personId: string | null },
): Promise<void> {
	const detail = { requestId, address, factor: 'password', personId }
	await appendEntry(db, { chainId, actorId: null, action: 'sign_in.failure', subjects: [], detail })
}
