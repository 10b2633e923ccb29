import type { Id } from '@enshin/contracts/ids.ts'
import type { FactorProof } from '@enshin/contracts/sign-in.ts'
import { factors } from '@enshin/db/schema/index.ts'
import { type AuthenticationResponseJSON, verifyAuthenticationResponse } from '@simplewebauthn/server'
import { and, eq, lt, or, sql } from 'drizzle-orm'
import { takeChallenge, useUp } from './challenge.ts'
import type { Proving } from './proving.ts'
import { readFactors } from './read-factors.ts'
import { refuseReplay, refuseWrong } from './refuse-proof.ts'

type Answer = Extract<FactorProof, { kind: 'passkey' }>

/**
 * An assertion by one of the person's passkeys for the question of this session: origin, relying party, signature, the
 * user's own verification (a finger, a PIN) and the counter are checked. Returns the factor.
 */
export async function provePasskey(proving: Proving, { challengeId, response }: Answer): Promise<Id> {
	const { work, account, webOrigin } = proving
	const { sessionId } = work.actor
	const { credentialId } = account
	const asked = { id: challengeId, credentialId, sessionId, use: 'passkey.prove', attemptsAtMost: 5 } as const
	const taken = await takeChallenge(work.db, asked)
	if ('replayed' in taken) return await refuseReplay(proving, 'passkey')
	const own = await readFactors(work.db, credentialId)
	const factor = own.find(({ passkeyId }) => passkeyId === response.id)
	if (!factor?.passkeyId || !factor.publicKey) return await refuseWrong(proving, 'passkey')
	const verified = await verifyAuthenticationResponse({
		response: response as AuthenticationResponseJSON,
		expectedChallenge: taken.expected,
		expectedOrigin: webOrigin,
		expectedRPID: new URL(webOrigin).hostname,
		credential: { id: factor.passkeyId, publicKey: new Uint8Array(factor.publicKey), counter: factor.counter },
		requireUserVerification: true,
	}).catch((cause: unknown) => refuseWrong(proving, 'passkey', cause))
	if (!verified.verified) return await refuseWrong(proving, 'passkey')
	if (!(await useUp(work.db, challengeId))) return await refuseReplay(proving, 'passkey')
	const { newCounter } = verified.authenticationInfo
	// Passkeys that are copied between one's devices have no counter: they say 0, always.
	const advances = or(lt(factors.counter, newCounter), and(eq(factors.counter, 0), sql`${newCounter} = 0`))
	const counted = await work.db
		.update(factors)
		.set({ counter: newCounter, lastUsedAt: sql`now()` })
		.where(and(eq(factors.id, factor.id), advances))
		.returning({ id: factors.id })
	return counted.length > 0 ? factor.id : await refuseReplay(proving, 'passkey')
}
