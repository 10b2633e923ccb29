import type { begunPasskey } from '@enshin/contracts/sign-in.ts'
import { generateRegistrationOptions } from '@simplewebauthn/server'
import type { z } from 'zod'
import { openCellOrNull, person } from '../sealed/open-cells.ts'
import { putChallenge } from './challenge.ts'
import { type Enrolling, refuseTooMany } from './finish-enrolment.ts'
import { readFactors } from './read-factors.ts'

/** Ed25519, ES256, RS256 (COSE): what passkeys are made of. The library's own list has some that Node calls experimental. */
export const passkeyAlgorithms = [-8, -7, -257] as const

/** Asks the browser for a new passkey: with a finger, a face or a PIN, and none that is registered already. */
export async function beginPasskey({ work, account, webOrigin }: Enrolling): Promise<z.infer<typeof begunPasskey>> {
	await refuseTooMany(work, account)
	const { credentialId, personId, email } = account
	const owner = person(personId)
	const keys = await work.vault.keys(work.db, [owner])
	const at = { table: 'credentials', column: 'email', row: credentialId }
	const own = await readFactors(work.db, credentialId)
	const options = await generateRegistrationOptions({
		rpName: 'Enshin 遠診',
		rpID: new URL(webOrigin).hostname,
		userName: openCellOrNull(keys, owner, at, email) ?? 'Enshin',
		userID: new Uint8Array(Buffer.from(credentialId.replaceAll('-', ''), 'hex')),
		attestationType: 'none',
		supportedAlgorithmIDs: [...passkeyAlgorithms],
		excludeCredentials: own.flatMap(({ passkeyId }) => (passkeyId ? [{ id: passkeyId }] : [])),
		authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
	})
	const { sessionId } = work.actor
	const question = {
		credentialId,
		sessionId,
		use: 'passkey.enrol',
		expected: options.challenge,
		lifeMinutes: 10,
	} as const
	return { challengeId: await putChallenge(work.db, question), options: { ...options } }
}
