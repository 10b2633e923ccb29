import type { begunTotp } from '@enshin/contracts/sign-in.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { factors } from '@enshin/db/schema/index.ts'
import { and, eq, isNull } from 'drizzle-orm'
import type { z } from 'zod'
import type { Account } from '../accounts/account.ts'
import type { Work } from '../http/context.ts'
import { openCellOrNull, person } from '../sealed/open-cells.ts'
import { refuseTooMany } from './finish-enrolment.ts'
import { factorCell } from './read-factors.ts'
import { newTotpSecret, totpUri } from './totp.ts'

/** A new secret for an authenticator app, shown this once. It counts when a code of it was given. */
export async function beginTotp(work: Work, account: Account): Promise<z.infer<typeof begunTotp>> {
	await refuseTooMany(work, account)
	const { credentialId, personId, email } = account
	const owner = person(personId)
	const keys = await work.vault.keys(work.db, [owner])
	const secret = newTotpSecret()
	const factorId = newId()
	await work.db.transaction(async (tx) => {
		// One that was begun and left is of no use to anybody.
		await tx
			.delete(factors)
			.where(and(eq(factors.credentialId, credentialId), eq(factors.kind, 'totp'), isNull(factors.confirmedAt)))
		const sealed = keys.seal(owner, factorCell(factorId, 'secret'), secret)
		await tx.insert(factors).values({ id: factorId, credentialId, kind: 'totp', secret: sealed })
	})
	const label = openCellOrNull(keys, owner, { table: 'credentials', column: 'email', row: credentialId }, email)
	return { factorId, secret, uri: totpUri(secret, label ?? '') }
}
