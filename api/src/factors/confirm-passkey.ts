import { ProblemError } from '@enshin/contracts/errors.ts'
import type { confirmPasskey as body, Enrolled } from '@enshin/contracts/sign-in.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { factors } from '@enshin/db/schema/index.ts'
import { type RegistrationResponseJSON, verifyRegistrationResponse } from '@simplewebauthn/server'
import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import { person } from '../sealed/open-cells.ts'
import { passkeyAlgorithms } from './begin-passkey.ts'
import { takeChallenge, useUp } from './challenge.ts'
import { type Enrolling, finishEnrolment } from './finish-enrolment.ts'
import { factorCell } from './read-factors.ts'
import { refuseReplay } from './refuse-proof.ts'

/** The browser made a passkey for our question: it counts from now on. */
export async function confirmPasskey(
	enrolling: Enrolling,
	{ challengeId, response, name }: z.output<typeof body>,
): Promise<Enrolled> {
	const { work, account, webOrigin } = enrolling
	const { credentialId, personId } = account
	const { sessionId } = work.actor
	const asked = { id: challengeId, credentialId, sessionId, use: 'passkey.enrol', attemptsAtMost: 5 } as const
	const taken = await takeChallenge(work.db, asked)
	if ('replayed' in taken) return await refuseReplay(enrolling, 'passkey')
	const verified = await verifyRegistrationResponse({
		response: response as RegistrationResponseJSON,
		expectedChallenge: taken.expected,
		expectedOrigin: webOrigin,
		expectedRPID: new URL(webOrigin).hostname,
		requireUserVerification: true,
		supportedAlgorithmIDs: [...passkeyAlgorithms],
	}).catch((cause: unknown) => {
		throw new ProblemError('auth.passkey_failed', {}, { cause })
	})
	if (!verified.verified) throw new ProblemError('auth.passkey_failed')
	if (!(await useUp(work.db, challengeId))) return await refuseReplay(enrolling, 'passkey')
	const { credential } = verified.registrationInfo
	const owner = person(personId)
	const keys = await work.vault.keys(work.db, [owner])
	const factorId = newId()
	return await finishEnrolment(enrolling, 'passkey', async (tx) => {
		const added = await tx
			.insert(factors)
			.values({
				id: factorId,
				credentialId,
				kind: 'passkey',
				name: name === '' ? null : keys.seal(owner, factorCell(factorId, 'name'), name),
				passkeyId: credential.id,
				publicKey: Buffer.from(credential.publicKey),
				counter: credential.counter,
				transports: credential.transports?.join(' ') ?? null,
				confirmedAt: sql`now()`,
			})
			// A key that is somebody's already is nobody else's.
			.onConflictDoNothing()
			.returning({ id: factors.id })
		if (added.length === 0) throw new ProblemError('auth.passkey_failed')
		return factorId
	})
}
