import type { FactorProof, OpenedSession } from '@enshin/contracts/sign-in.ts'
import { proveFactor } from '../factors/prove-factor.ts'
import type { Proving } from '../factors/proving.ts'
import { finishSignIn } from './finish-sign-in.ts'
import { hasExpired } from './has-expired.ts'
import { opened } from './opened.ts'
import { rotateSession } from './rotate-session.ts'
import { nextState } from './session-state.ts'
import type { SignInLimits } from './sign-in-limits.ts'

/** The second step of signing in. The token of the first is worth nothing from now on. */
export async function giveFactor(proving: Proving, limits: SignInLimits, proof: FactorProof): Promise<OpenedSession> {
	const { work, account, webOrigin } = proving
	const { kind } = await proveFactor(proving, limits, proof)
	const { factorRequired } = account
	const passwordExpired = hasExpired(account)
	const state = nextState({ withFactor: true, hasFactor: true, factorRequired, passwordExpired })
	return await work.db.transaction(async (tx) => {
		const rotated = await rotateSession(tx, work.actor, { state, proved: kind })
		const answer = await opened({ db: tx, vault: work.vault }, work.actor, rotated, state)
		const { sessionId } = work.actor
		if (state === 'full') await finishSignIn(tx, { ...work, webOrigin, sessionId }, account)
		return answer
	})
}
