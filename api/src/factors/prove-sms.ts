import type { Id } from '@enshin/contracts/ids.ts'
import { factors } from '@enshin/db/schema/index.ts'
import { eq, sql } from 'drizzle-orm'
import { type ChallengeUse, takeChallenge, useUp } from './challenge.ts'
import type { Proving } from './proving.ts'
import { refuseReplay, refuseWrong } from './refuse-proof.ts'
import { isSealedCode, smsCodeTries } from './sms-code.ts'

type Answer = { challengeId: Id; code: string }

/** The code that was sent for this question: five tries, one use. Returns the factor it was sent to. */
export async function proveSms(proving: Proving, answer: Answer): Promise<Id | null> {
	const factorId = await takeSmsCode(proving, answer, 'sms.prove')
	if (factorId) await proving.work.db.update(factors).set({ lastUsedAt: sql`now()` }).where(eq(factors.id, factorId))
	return factorId
}

export async function takeSmsCode(proving: Proving, { challengeId, code }: Answer, use: ChallengeUse) {
	const { work, account } = proving
	const { sessionId } = work.actor
	const asked = { id: challengeId, credentialId: account.credentialId, sessionId, use, attemptsAtMost: smsCodeTries }
	const taken = await takeChallenge(work.db, asked)
	if ('replayed' in taken) return await refuseReplay(proving, 'sms')
	if (!isSealedCode(work.vault, challengeId, code, taken.expected)) return await refuseWrong(proving, 'sms')
	if (!(await useUp(work.db, challengeId))) return await refuseReplay(proving, 'sms')
	return taken.factorId
}
