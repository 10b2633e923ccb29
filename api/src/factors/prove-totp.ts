import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { factors } from '@enshin/db/schema/index.ts'
import { and, eq, lt, sql } from 'drizzle-orm'
import { openCellOrNull, person } from '../sealed/open-cells.ts'
import type { Proving } from './proving.ts'
import { factorCell, readFactors } from './read-factors.ts'
import { refuseReplay, refuseWrong } from './refuse-proof.ts'
import { stepOf } from './totp.ts'

/** A code of any of the person's apps. Returns the factor; its step, and every one before, is never taken again. */
export async function proveTotp(proving: Proving, code: string): Promise<Id> {
	const { work, account } = proving
	const own = (await readFactors(work.db, account.credentialId)).filter(({ kind }) => kind === 'totp')
	const owner = person(account.personId)
	const keys = await work.vault.keys(work.db, [owner])
	for (const { id, secret: cell } of own) {
		const secret = openCellOrNull(keys, owner, factorCell(id, 'secret'), cell)
		const step = secret === null ? null : stepOf(secret, code, new Date())
		if (step === null) continue
		if (!(await takeStep(work.db, id, step))) return await refuseReplay(proving, 'totp')
		return id
	}
	return await refuseWrong(proving, 'totp')
}

/** One statement, so that of two with the same code one is refused. */
export async function takeStep(db: Db, factorId: Id, step: number): Promise<boolean> {
	const taken = await db
		.update(factors)
		.set({ counter: step, lastUsedAt: sql`now()` })
		.where(and(eq(factors.id, factorId), lt(factors.counter, step)))
		.returning({ id: factors.id })
	return taken.length > 0
}
