import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import { factors } from '@enshin/db/schema/index.ts'
import { and, eq } from 'drizzle-orm'
import type { Account } from '../accounts/account.ts'
import type { Work } from '../http/context.ts'
import { person } from '../sealed/open-cells.ts'
import { factorCell } from './read-factors.ts'

/** The owner's own word for it; an empty one takes it away. */
export async function renameFactor({ db, vault }: Work, account: Account, id: Id, name: string): Promise<void> {
	const owner = person(account.personId)
	const keys = await vault.keys(db, [owner])
	const renamed = await db
		.update(factors)
		.set({ name: name === '' ? null : keys.seal(owner, factorCell(id, 'name'), name) })
		.where(and(eq(factors.id, id), eq(factors.credentialId, account.credentialId)))
		.returning({ id: factors.id })
	if (renamed.length === 0) throw new ProblemError('not_found')
}
