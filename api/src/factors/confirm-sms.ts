import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Enrolled } from '@enshin/contracts/sign-in.ts'
import { factors } from '@enshin/db/schema/index.ts'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { SignInLimits } from '../accounts/sign-in-limits.ts'
import { type Enrolling, finishEnrolment } from './finish-enrolment.ts'
import { takeSmsCode } from './prove-sms.ts'

/** The code came back from the telephone: it counts from now on. */
export async function confirmSms(
	enrolling: Enrolling,
	limits: SignInLimits,
	answer: { challengeId: Id; code: string },
): Promise<Enrolled> {
	const { credentialId } = enrolling.account
	await limits.spendOn('code', credentialId)
	const factorId = await takeSmsCode(enrolling, answer, 'sms.enrol')
	await limits.forgiveOn('code', credentialId)
	return await finishEnrolment(enrolling, 'sms', async (tx) => {
		const [confirmed] = await tx
			.update(factors)
			.set({ confirmedAt: sql`now()` })
			.where(and(eq(factors.id, factorId ?? credentialId), isNull(factors.confirmedAt)))
			.returning({ id: factors.id })
		if (!confirmed) throw new ProblemError('not_found')
		return confirmed.id
	})
}
