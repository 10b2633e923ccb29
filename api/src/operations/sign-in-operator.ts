import type { Db } from '@enshin/db/client.ts'
import { verifyPassword } from '@enshin/db/password.ts'
import { assignments, credentials, people } from '@enshin/db/schema/index.ts'
import type { Vault } from '@enshin/db/sealing/vault.ts'
import { and, eq } from 'drizzle-orm'
import { openEachName } from '../access-log/open-names.ts'
import type { Operator } from './operating.ts'
import { OpsError } from './ops-error.ts'

/** The operator with this address and password. Throws an OpsError that does not say which of the two was wrong. */
export async function signInOperator(db: Db, vault: Vault, mail: string, password: string): Promise<Operator> {
	const [found] = await db
		.select({
			personId: people.id,
			assignmentId: assignments.id,
			identity: people.identity,
			passwordHash: credentials.passwordHash,
		})
		.from(credentials)
		.innerJoin(people, eq(people.id, credentials.personId))
		.innerJoin(assignments, and(eq(assignments.personId, people.id), eq(assignments.role, 'ops')))
		.where(
			and(eq(credentials.emailIndex, vault.index('email', null, mail.toLowerCase())), eq(assignments.status, 'active')),
		)
	if (!found?.passwordHash || !(await verifyPassword(password, found.passwordHash)))
		throw new OpsError('There is no such operator, or the password is wrong.')
	const { personId, assignmentId } = found
	const names = await openEachName(db, vault, [{ id: personId, identity: found.identity }])
	return { personId, assignmentId, name: names.get(personId) ?? '' }
}
