import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { begunChallenge, ProofKind } from '@enshin/contracts/sign-in.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { generateAuthenticationOptions } from '@simplewebauthn/server'
import type { z } from 'zod'
import type { Account } from '../accounts/account.ts'
import type { Work } from '../http/context.ts'
import { openCell, person } from '../sealed/open-cells.ts'
import { putChallenge } from './challenge.ts'
import { deliverCode } from './deliver-code.ts'
import type { SmsParts } from './proving.ts'
import { countRecoveryCodes, factorCell, readFactors } from './read-factors.ts'

type Begun = z.infer<typeof begunChallenge>

/** Asks for a passkey: the browser gets a question, and which of its keys may answer. */
export async function beginPasskey(work: Work, account: Account, webOrigin: string): Promise<Begun> {
	const { credentialId } = account
	const own = (await readFactors(work.db, credentialId)).filter(({ kind }) => kind === 'passkey')
	if (own.length === 0) throw new ProblemError('not_found')
	const options = await generateAuthenticationOptions({
		rpID: new URL(webOrigin).hostname,
		userVerification: 'required',
		allowCredentials: own.flatMap(({ passkeyId, transports }) =>
			passkeyId ? [{ id: passkeyId, transports: transports?.split(' ').filter(Boolean) }] : [],
		),
	})
	const { sessionId } = work.actor
	const question = {
		credentialId,
		sessionId,
		use: 'passkey.prove',
		expected: options.challenge,
		lifeMinutes: 5,
	} as const
	return { kind: 'passkey', challengeId: await putChallenge(work.db, question), options: { ...options } }
}

/**
 * Sends a code to one of the person's telephones. Answers within three seconds whatever the provider does, with the ways
 * that are left (requirements, fault 14).
 */
export async function beginSms(work: Work, account: Account, parts: SmsParts, factorId: Id): Promise<Begun> {
	const { credentialId, personId } = account
	const own = await readFactors(work.db, credentialId)
	const factor = own.find(({ id, kind }) => id === factorId && kind === 'sms')
	if (!factor?.secret) throw new ProblemError('not_found')
	const owner = person(personId)
	const keys = await work.vault.keys(work.db, [owner])
	const to = openCell(keys, owner, factorCell(factor.id, 'secret'), factor.secret)
	const challengeId = newId()
	const question = {
		id: challengeId,
		credentialId,
		sessionId: work.actor.sessionId,
		use: 'sms.prove',
		factorId,
	} as const
	const delivery = await deliverCode(work, parts, { to, question })
	return { kind: 'sms', challengeId, delivery, others: await othersThan(work, credentialId, factorId) }
}

async function othersThan(work: Work, credentialId: Id, factorId: Id): Promise<ProofKind[]> {
	const own = await readFactors(work.db, credentialId)
	const kinds: ProofKind[] = own.filter(({ id }) => id !== factorId).map(({ kind }) => kind)
	if ((await countRecoveryCodes(work.db, credentialId)) > 0) kinds.push('recovery_code')
	return [...new Set(kinds)]
}
