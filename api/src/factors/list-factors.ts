import type { factorList } from '@enshin/contracts/sign-in.ts'
import type { z } from 'zod'
import type { Account } from '../accounts/account.ts'
import type { Work } from '../http/context.ts'
import { person } from '../sealed/open-cells.ts'
import { countRecoveryCodes, presentFactor, readFactors } from './read-factors.ts'

/** In the order in which to offer them: what is quick and cannot be phished first. */
const order = ['passkey', 'totp', 'sms']

export async function listFactors(
	{ db, vault }: Pick<Work, 'db' | 'vault'>,
	{ credentialId, personId, factorRequired }: Account,
): Promise<z.infer<typeof factorList>> {
	const rows = await readFactors(db, credentialId)
	const keys = await vault.keys(db, [person(personId)])
	const factors = rows
		.map((row) => presentFactor(keys, personId, row))
		.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
	const recoveryCodesLeft = await countRecoveryCodes(db, credentialId)
	return { factors, recoveryCodesLeft, required: factorRequired }
}
