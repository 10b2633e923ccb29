import { randomUUID } from 'node:crypto'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { assignments, credentials, facilities, people, practitioners } from '@enshin/db/schema/index.ts'
import type { Vault } from '@enshin/db/sealing/vault.ts'
import { and, asc, eq, sql } from 'drizzle-orm'
import { normalizeTelephone } from '../integrations/sms/normalize-telephone.ts'
import { mayBeHere } from './may-be-here.ts'
import type { Attempt } from './sign-in-limits.ts'

/** Whose key an address at a facility that does not exist is looked up under: a tenant that nobody has. */
const nowhere = randomUUID()

/**
 * The one credential with this address in this tenant, and whom it signs in, also where that person may not be here; and
 * the facility that was asked for, where there is one. The same two queries whatever is found, in scope `auth`.
 */
export async function findCredential(db: Db, vault: Vault, { tenant, email }: Pick<Attempt, 'tenant' | 'email'>) {
	const facility = await findFacility(db, tenant)
	const facilityId = tenant === null ? null : (facility?.id ?? nowhere)
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
		.where(reachedAt(vault, facilityId, email))
		.orderBy(asc(credentials.createdAt))
		.limit(1)
	return { found, facilityId: facility?.id ?? null }
}

export type FoundCredential = NonNullable<Awaited<ReturnType<typeof findCredential>>['found']>

/** A patient may have signed up with a telephone alone, and types its number where others type an address. */
function reachedAt(vault: Vault, facilityId: Id | null, typed: string) {
	const telephone = facilityId === null && !typed.includes('@') ? telephoneIn(typed) : null
	if (telephone !== null) return eq(credentials.telephoneIndex, vault.index('telephone', null, telephone))
	return eq(credentials.emailIndex, vault.index('email', facilityId, typed))
}

function telephoneIn(typed: string): string | null {
	try {
		return normalizeTelephone(typed)
	} catch {
		return null
	}
}

async function findFacility(db: Db, slug: string | null): Promise<{ id: Id } | undefined> {
	const [found] = await db
		.select({ id: facilities.id })
		.from(facilities)
		.where(eq(facilities.slug, slug ?? ''))
	return found
}
