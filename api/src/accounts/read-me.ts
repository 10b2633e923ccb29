import type { Me } from '@enshin/contracts/api.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Db } from '@enshin/db/client.ts'
import { facilities, people } from '@enshin/db/schema/index.ts'
import type { Keys } from '@enshin/db/sealing/vault.ts'
import { eq } from 'drizzle-orm'
import type { Actor, Work } from '../http/context.ts'
import { facility as facilityOwner, person } from '../sealed/open-cells.ts'
import { openFacility } from '../sealed/open-facility.ts'
import { openName } from '../sealed/open-person.ts'

/** The signed-in person, as they may see themselves. In their own scope. */
export async function readMe({ db, vault, actor }: Pick<Work, 'db' | 'vault'> & { actor: Who }): Promise<Me> {
	const { personId, role, locale, practitionerId, facilityId } = actor
	const [cells] = await db.select({ name: people.name, kana: people.kana }).from(people).where(eq(people.id, personId))
	if (!cells) throw new ProblemError('auth.required')
	const owners = [person(personId), ...(facilityId === null ? [] : [facilityOwner(facilityId)])]
	const keys = await vault.keys(db, owners)
	const facility = facilityId === null ? null : await readFacility(db, keys, facilityId)
	return { personId, ...openName(keys, personId, cells), role, locale, practitionerId, facility }
}

type Who = Pick<Actor, 'personId' | 'role' | 'locale' | 'practitionerId' | 'facilityId'>

async function readFacility(db: Db, keys: Keys, facilityId: string): Promise<Me['facility']> {
	const { id, slug, name, kind, telephone } = facilities
	const [row] = await db.select({ id, slug, name, kind, telephone }).from(facilities).where(eq(id, facilityId))
	if (!row) return null
	const { telephone: _, ...facility } = openFacility(keys, row)
	return facility
}
