import { randomUUID } from 'node:crypto'
import type { Db } from '@enshin/db/client.ts'
import { assignments, credentials, facilities, people, practitioners } from '@enshin/db/schema/index.ts'
import type { Vault } from '@enshin/db/sealing/vault.ts'
import { and, eq, sql } from 'drizzle-orm'
import { mayBeHere } from './may-be-here.ts'
import type { Attempt } from './sign-in-limits.ts'

/** Whose key an address at a facility that does not exist is looked up under: a tenant that nobody has. */
const nowhere = randomUUID()

/**
 * The one credential with this address in this tenant, and whom it signs in; undefined when there is none, or when its
 * holder may not be here. The same queries whatever is found, in scope `auth`.
 */
export async function findCredential(db: Db, vault: Vault, { tenant, email }: Pick<Attempt, 'tenant' | 'email'>) {
	const facilityId = await findTenant(db, tenant)
	const [found] = await db
		.select({
			credentialId: credentials.id,
			passwordHash: credentials.passwordHash,
			assignmentId: assignments.id,
			personId: assignments.personId,
			role: assignments.role,
			facilityId: assignments.facilityId,
			practitionerId: practitioners.id,
			locale: people.locale,
			mayBeHere,
		})
		.from(credentials)
		.innerJoin(people, eq(people.id, credentials.personId))
		.innerJoin(
			assignments,
			and(
				eq(assignments.personId, credentials.personId),
				sql`${assignments.facilityId} is not distinct from ${credentials.facilityId}`,
			),
		)
		.leftJoin(facilities, eq(facilities.id, credentials.facilityId))
		.leftJoin(
			practitioners,
			and(eq(practitioners.personId, credentials.personId), eq(practitioners.facilityId, credentials.facilityId)),
		)
		.where(eq(credentials.emailIndex, vault.index('email', facilityId, email)))
	return found?.mayBeHere ? found : undefined
}

/** A facility's id by its slug, or one that nobody has; null for the patients' own door. */
async function findTenant(db: Db, slug: string | null): Promise<string | null> {
	const [facility] = await db
		.select({ id: facilities.id })
		.from(facilities)
		.where(eq(facilities.slug, slug ?? ''))
	return slug === null ? null : (facility?.id ?? nowhere)
}
