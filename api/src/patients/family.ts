import type { Id } from '@enshin/contracts/ids.ts'
import { type FamilyMember, type family, type Relation, relation as relationSchema } from '@enshin/contracts/profile.ts'
import type { Db } from '@enshin/db/client.ts'
import { people, proxies } from '@enshin/db/schema/index.ts'
import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { type Access, accessing } from '../access-log/accessing.ts'
import type { Work } from '../http/context.ts'
import { person } from '../sealed/open-cells.ts'
import { openName, openPatient } from '../sealed/open-person.ts'
import { ownOnly } from './own-only.ts'

type Family = z.input<typeof family>

/** Whom one acts for (代理), and who acts for oneself. */
export function listFamily(work: Work): Promise<Family> {
	ownOnly(work.actor)
	return accessing(work, 'profile.read', async (access) => {
		access.detail.what = 'family'
		return await familyWithin(access)
	})
}

/** Of whom the access is about. */
export async function familyWithin(access: Access): Promise<Family> {
	return { members: await membersOf(access), guardians: await guardiansOf(access) }
}

/** Of the actor; their data is read, so they are noted. */
export async function membersOf(access: Access): Promise<FamilyMember[]> {
	const { db, vault, actor } = access
	const rows = await db
		.select({
			patientId: people.id,
			identity: people.identity,
			patientNumber: sql<string>`${people.patientNumber}`,
			relation: proxies.relation,
			since: proxies.createdAt,
		})
		.from(proxies)
		.innerJoin(people, eq(people.id, proxies.patientId))
		.where(and(eq(proxies.guardianId, actor.personId), isNull(proxies.endedAt)))
		.orderBy(asc(proxies.createdAt))
	const ids = rows.map(({ patientId }) => patientId)
	const keys = await vault.keys(db, ids.map(person))
	access.touch(...ids)
	return rows.map(({ patientId, identity, patientNumber, relation, since }) => ({
		patientId,
		patientNumber,
		...openPatient(keys, patientId, identity),
		relation: relationOf(relation),
		since: since.toISOString(),
	}))
}

async function guardiansOf({ db, vault, actor }: Access) {
	const rows = await db
		.select({
			personId: people.id,
			identity: people.identity,
			relation: proxies.relation,
			since: proxies.createdAt,
		})
		.from(proxies)
		.innerJoin(people, eq(people.id, proxies.guardianId))
		.where(and(eq(proxies.patientId, actor.personId), isNull(proxies.endedAt)))
		.orderBy(asc(proxies.createdAt))
	const keys = await vault.keys(
		db,
		rows.map(({ personId }) => person(personId)),
	)
	return rows.map(({ personId, identity, relation, since }) => ({
		personId,
		name: openName(keys, personId, identity).name,
		relation: relationOf(relation),
		since: since.toISOString(),
	}))
}

export function relationOf(text: string): Relation {
	return relationSchema.catch('other').parse(text)
}

/** The living link between the two; undefined when there is none. */
export async function findProxy(db: Db, guardianId: Id, patientId: Id): Promise<{ id: Id } | undefined> {
	const [found] = await db
		.select({ id: proxies.id })
		.from(proxies)
		.innerJoin(people, eq(people.id, proxies.patientId))
		.where(
			and(
				eq(proxies.guardianId, guardianId),
				eq(proxies.patientId, patientId),
				isNull(proxies.endedAt),
				isNull(people.leftAt),
			),
		)
	return found
}
