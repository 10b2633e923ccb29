import type { OpenedSession, StepUpProof } from '@enshin/contracts/sign-in.ts'
import { proveFactor } from '../factors/prove-factor.ts'
import type { Proving } from '../factors/proving.ts'
import { opened } from './opened.ts'
import { provePassword } from './prove-password.ts'
import { rotateSession } from './rotate-session.ts'
import type { SignInLimits } from './sign-in-limits.ts'

/**
 * Who somebody is, proved again: for five minutes the session may do what asks for it (requireFresh). A locked screen opens
 * with it, too.
 */
export async function stepUp(proving: Proving, limits: SignInLimits, proof: StepUpProof): Promise<OpenedSession> {
	const { work, account } = proving
	if (proof.kind === 'password') await provePassword(work, account, limits, proof.password)
	else await proveFactor(proving, limits, proof)
	const rotated = await rotateSession(work.db, work.actor, { state: 'full' })
	return await opened(work, work.actor, rotated, 'full')
}
