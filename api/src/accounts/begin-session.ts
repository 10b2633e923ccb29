import type { OpenedSession } from '@enshin/contracts/sign-in.ts'
import type { Db } from '@enshin/db/client.ts'
import type { Vault } from '@enshin/db/sealing/vault.ts'
import { readFactors } from '../factors/read-factors.ts'
import { person } from '../sealed/open-cells.ts'
import { accountById } from './account.ts'
import type { FoundCredential } from './find-credential.ts'
import { finishSignIn } from './finish-sign-in.ts'
import { hasExpired } from './has-expired.ts'
import { openSession } from './open-session.ts'
import { opened } from './opened.ts'
import { nextState } from './session-state.ts'

export type Beginning = {
	vault: Vault
	webOrigin: string
	requestId: string
	address: string | null
	/** What the browser calls itself. */
	userAgent: string | null
}

/** Who a session is for: a row of findCredential, or as much of it as somebody who has just joined has. */
export type Beginner = Omit<FoundCredential, 'passwordHash' | 'mayBeHere'>

/**
 * A session for somebody whose password was right, or was just chosen: full, or good for the one step that is still
 * missing. In scope `auth`; give it a transaction, and it is a part of it.
 */
export async function beginSession(tx: Db, within: Beginning, who: Beginner): Promise<OpenedSession> {
	const { vault, userAgent, address } = within
	const account = await accountById(tx, who.credentialId)
	const hasFactor = (await readFactors(tx, who.credentialId)).length > 0
	const { factorRequired } = account
	const state = nextState({ withFactor: false, hasFactor, factorRequired, passwordExpired: hasExpired(account) })
	const keys = await vault.keys(tx, [person(who.personId)])
	const origin = { keys, personId: who.personId, userAgent, address }
	const session = await openSession(tx, who.assignmentId, { state, methods: 'password', origin })
	const actor = { ...who, actingId: who.personId }
	const answer = await opened({ db: tx, vault }, actor, session, state)
	if (state === 'full') await finishSignIn(tx, { ...within, actor, sessionId: session.sessionId }, account)
	return answer
}
