import type { Facility } from '@enshin/contracts/api.ts'
import type { Db } from '@enshin/db/client.ts'
import { facilities, memberships, people, practitioners } from '@enshin/db/schema/index.ts'
import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import type { Work } from '../http/context.ts'
import { facility as facilityOwner, person } from '../sealed/open-cells.ts'
import { openFacility } from '../sealed/open-facility.ts'
import { openName } from '../sealed/open-person.ts'

/** Where one belongs, with who can be booked there: a patient's approved memberships, or a facility person's own. */
export async function listOwnFacilities({ db, vault, actor }: Work): Promise<Facility[]> {
	const own = actor.facilityId === null ? approvedFor(db, actor.personId) : [actor.facilityId]
	const { id, slug, code, name, kind, telephone } = facilities
	const found = await db
		.select({ id, slug, code, name, kind, telephone })
		.from(facilities)
		.where(inArray(facilities.id, own))
		.orderBy(asc(facilities.code))
	const ids = found.map((facility) => facility.id)
	const bookable = await listPractitioners(db, ids)
	const keys = await vault.keys(db, [...ids.map(facilityOwner), ...bookable.map(({ personId }) => person(personId))])
	const practitioners = bookable
		.map(({ personId, identity, ...row }) => ({ ...row, ...openName(keys, personId, identity) }))
		.toSorted((a, b) => a.kana.localeCompare(b.kana, 'ja'))
	return found.map((facility) => ({
		...openFacility(keys, facility),
		practitioners: practitioners.filter(({ facilityId }) => facilityId === facility.id),
	}))
}

function approvedFor(db: Db, patientId: string) {
	return db
		.select({ id: memberships.facilityId })
		.from(memberships)
		.where(and(eq(memberships.patientId, patientId), eq(memberships.status, 'approved')))
}

async function listPractitioners(db: Db, facilityIds: string[]) {
	return db
		.select({
			id: practitioners.id,
			personId: practitioners.personId,
			identity: people.identity,
			title: practitioners.title,
			facilityId: practitioners.facilityId,
		})
		.from(practitioners)
		.innerJoin(people, eq(people.id, practitioners.personId))
		.where(and(inArray(practitioners.facilityId, facilityIds), isNull(practitioners.withdrawnAt)))
}
