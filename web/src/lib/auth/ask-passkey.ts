import { begunChallenge, begunPasskey } from '@enshin/contracts/sign-in.ts'
import {
	type PublicKeyCredentialCreationOptionsJSON,
	type PublicKeyCredentialRequestOptionsJSON,
	startAuthentication,
	startRegistration,
} from '@simplewebauthn/browser'
import type { z } from 'zod'
import { askWeb } from '#lib/desk/ask-web.ts'

export type PasskeyAnswer = { challengeId: string; response: unknown }

/** Lets the browser answer for one of the person's passkeys. Rejects where the person, or the browser, gives up. */
export async function provePasskey(): Promise<PasskeyAnswer> {
	const begun = await askWeb<z.infer<typeof begunChallenge>>('/account/challenge', begunChallenge, 'POST')
	if (begun.kind !== 'passkey') throw new Error('no question for a passkey')
	const optionsJSON = begun.options as unknown as PublicKeyCredentialRequestOptionsJSON
	return { challengeId: begun.challengeId, response: await startAuthentication({ optionsJSON }) }
}

/** Lets the browser make a passkey. */
export async function makePasskey(): Promise<PasskeyAnswer> {
	const begun = await askWeb('/account/security/add/passkey/options', begunPasskey, 'POST')
	const optionsJSON = begun.options as unknown as PublicKeyCredentialCreationOptionsJSON
	return { challengeId: begun.challengeId, response: await startRegistration({ optionsJSON }) }
}
