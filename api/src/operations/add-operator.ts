import { passwordRefusalSentence } from '@enshin/contracts/passwords.ts'
import type { Db } from '@enshin/db/client.ts'
import { hashPassword } from '@enshin/db/password.ts'
import { addCredential, addPerson } from '@enshin/db/people.ts'
import { assignments, credentials } from '@enshin/db/schema/index.ts'
import type { Vault } from '@enshin/db/sealing/vault.ts'
import { and, eq } from 'drizzle-orm'
import { checkPassword } from '../passwords/check-password.ts'
import { type Operator, operating } from './operating.ts'
import { OpsError } from './ops-error.ts'

export type NewOperator = { name: string; kana: string; email: string; password: string }

/**
 * Adds an operator with an account of their own. The first one adds themselves; every further one is added by another,
 * and types their own password. `by` is null for the first.
 */
export async function addOperator(
	parts: { db: Db; vault: Vault; webOrigin: string },
	by: Operator | null,
	{ name, kana, email, password }: NewOperator,
): Promise<Operator> {
	const [other] = await parts.db
		.select({ id: assignments.id })
		.from(assignments)
		.where(and(eq(assignments.role, 'ops'), eq(assignments.status, 'active')))
		.limit(1)
	if (other && !by) throw new OpsError('There are operators already: --operator says which of them adds another one.')
	const refusals = checkPassword(password, { profile: 'nist', hasSecondFactor: false, person: { name, kana, email } })
	if (refusals.length > 0) throw new OpsError(refusals.map((why) => passwordRefusalSentence(why, 'en')).join('\n'))
	const passwordHash = await hashPassword(password)
	const emailIndex = parts.vault.index('email', null, email.toLowerCase())
	const [known] = await parts.db.select().from(credentials).where(eq(credentials.emailIndex, emailIndex))
	if (known) throw new OpsError('Somebody has this address already.')
	const nobody = { personId: '00000000-0000-0000-0000-000000000000', assignmentId: '', name: '' }
	return await operating({ ...parts, operator: by ?? nobody }, async ({ db, vault, record }) => {
		const { personId, keys } = await addPerson(db, vault, { name, kana })
		const [assignment] = await db
			.insert(assignments)
			.values({ personId, facilityId: null, role: 'ops' })
			.returning({ id: assignments.id })
		await addCredential(db, vault, keys, { personId, facilityId: null, email, passwordHash })
		if (by) await record(personId, 'operator.add')
		return { personId, assignmentId: assignment?.id ?? '', name }
	})
}
