import type { Me } from '@enshin/contracts/api.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Db } from '@enshin/db/client.ts'
import { facilities, people } from '@enshin/db/schema/index.ts'
import { eq } from 'drizzle-orm'
import type { Actor } from '../http/context.ts'

/** The signed-in person, as they may see themselves. */
export async function readMe(db: Db, actor: Omit<Actor, 'sessionId'>): Promise<Me> {
	const [person] = await db
		.select({ name: people.name, kana: people.kana })
		.from(people)
		.where(eq(people.id, actor.personId))
	if (!person) throw new ProblemError('auth.required')
	const { personId, role, locale, practitionerId } = actor
	return { personId, ...person, role, locale, practitionerId, facility: await readFacility(db, actor.facilityId) }
}

async function readFacility(db: Db, facilityId: string | null): Promise<Me['facility']> {
	if (facilityId === null) return null
	const [facility] = await db
		.select({ id: facilities.id, slug: facilities.slug, name: facilities.name, kind: facilities.kind })
		.from(facilities)
		.where(eq(facilities.id, facilityId))
	return facility ?? null
}
