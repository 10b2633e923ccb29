import type { Me } from '@enshin/contracts/api.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Db } from '@enshin/db/client.ts'
import { facilities, people } from '@enshin/db/schema/index.ts'
import type { Keys } from '@enshin/db/sealing/vault.ts'
import { eq, inArray } from 'drizzle-orm'
import type { Actor, Work } from '../http/context.ts'
import { facility as facilityOwner, person } from '../sealed/open-cells.ts'
import { openFacility } from '../sealed/open-facility.ts'
import { openName } from '../sealed/open-person.ts'

/** The signed-in person, as they may see themselves, and for whom they act. In the scope of their request. */
export async function readMe({ db, vault, actor }: Pick<Work, 'db' | 'vault'> & { actor: Who }): Promise<Me> {
	const { role, locale, practitionerId, facilityId } = actor
	const personId = actor.actingId ?? actor.personId
	const ids = [...new Set([personId, actor.personId])]
	const { id, identity } = people
	const rows = await db.select({ id, identity }).from(people).where(inArray(id, ids))
	const owners = [...ids.map(person), ...(facilityId === null ? [] : [facilityOwner(facilityId)])]
	const keys = await vault.keys(db, owners)
	const nameOf = (wanted: string) => {
		const found = rows.find((row) => row.id === wanted)
		if (!found) throw new ProblemError('auth.required')
		return openName(keys, wanted, found.identity)
	}
	const actingFor = personId === actor.personId ? null : { personId: actor.personId, ...nameOf(actor.personId) }
	const facility = facilityId === null ? null : await readFacility(db, keys, facilityId)
	return { personId, ...nameOf(personId), role, locale, practitionerId, facility, actingFor }
}

type Who = Pick<Actor, 'personId' | 'role' | 'locale' | 'practitionerId' | 'facilityId'> &
	Partial<Pick<Actor, 'actingId'>>

async function readFacility(db: Db, keys: Keys, facilityId: string): Promise<Me['facility']> {
	const { id, slug, name, kind, telephone } = facilities
	const [row] = await db.select({ id, slug, name, kind, telephone }).from(facilities).where(eq(id, facilityId))
	if (!row) return null
	const { telephone: _, ...facility } = openFacility(keys, row)
	return facility
}
