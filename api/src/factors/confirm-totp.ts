import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Enrolled } from '@enshin/contracts/sign-in.ts'
import { factors } from '@enshin/db/schema/index.ts'
import { and, eq, isNull, lt, sql } from 'drizzle-orm'
import type { SignInLimits } from '../accounts/sign-in-limits.ts'
import { openCell, person } from '../sealed/open-cells.ts'
import { type Enrolling, finishEnrolment } from './finish-enrolment.ts'
import { factorCell } from './read-factors.ts'
import { stepOf } from './totp.ts'

type Confirmed = { factorId: Id; code: string; name: string }

/** The app shows the right code: from now on it counts. That code is used up. */
export async function confirmTotp(
	enrolling: Enrolling,
	limits: SignInLimits,
	{ factorId, code, name }: Confirmed,
): Promise<Enrolled> {
	const { work, account } = enrolling
	await limits.spendOn('code', account.credentialId)
	const pending = and(
		eq(factors.id, factorId),
		eq(factors.credentialId, account.credentialId),
		eq(factors.kind, 'totp'),
		isNull(factors.confirmedAt),
	)
	const [row] = await work.db.select({ secret: factors.secret }).from(factors).where(pending)
	if (!row?.secret) throw new ProblemError('not_found')
	const owner = person(account.personId)
	const keys = await work.vault.keys(work.db, [owner])
	const step = stepOf(openCell(keys, owner, factorCell(factorId, 'secret'), row.secret), code, new Date())
	if (step === null) throw new ProblemError('auth.code_wrong')
	await limits.forgiveOn('code', account.credentialId)
	return await finishEnrolment(enrolling, 'totp', async (tx) => {
		const confirmed = await tx
			.update(factors)
			.set({
				confirmedAt: sql`now()`,
				counter: step,
				...(name !== '' && { name: keys.seal(owner, factorCell(factorId, 'name'), name) }),
			})
			.where(and(pending, lt(factors.counter, step)))
			.returning({ id: factors.id })
		if (confirmed.length === 0) throw new ProblemError('auth.code_used')
		return factorId
	})
}
