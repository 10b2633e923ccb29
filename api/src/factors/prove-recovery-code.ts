import { recoveryCodes } from '@enshin/db/schema/index.ts'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Proving } from './proving.ts'
import { hashRecoveryCode } from './recovery-codes.ts'
import { refuseReplay, refuseWrong } from './refuse-proof.ts'

/** One of the ten, once. */
export async function proveRecoveryCode(proving: Proving, code: string): Promise<void> {
	const { work, account } = proving
	const thisOne = and(
		eq(recoveryCodes.credentialId, account.credentialId),
		eq(recoveryCodes.codeHash, hashRecoveryCode(code)),
	)
	const used = await work.db
		.update(recoveryCodes)
		.set({ usedAt: sql`now()` })
		.where(and(thisOne, isNull(recoveryCodes.usedAt)))
		.returning({ id: recoveryCodes.id })
	if (used.length > 0) return
	const known = await work.db.select({ id: recoveryCodes.id }).from(recoveryCodes).where(thisOne)
	if (known.length > 0) await refuseReplay(proving, 'recovery_code')
	await refuseWrong(proving, 'recovery_code')
}
