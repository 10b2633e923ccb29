import type { Facility } from '@enshin/contracts/api.ts'
import type { Db } from '@enshin/db/client.ts'
import { facilities, memberships, people, practitioners } from '@enshin/db/schema/index.ts'
import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Actor } from '../http/context.ts'

/** Where one belongs, with who can be booked there: a patient's approved memberships, or a facility person's own. */
export async function listOwnFacilities(db: Db, actor: Actor): Promise<Facility[]> {
	const own = actor.facilityId === null ? approvedFor(db, actor.personId) : [actor.facilityId]
	const found = await db.select().from(facilities).where(inArray(facilities.id, own)).orderBy(asc(facilities.code))
	const bookable = await listPractitioners(
		db,
		found.map(({ id }) => id),
	)
	return found.map(({ createdAt, ...facility }) => ({
		...facility,
		practitioners: bookable.filter(({ facilityId }) => facilityId === facility.id),
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
			name: people.name,
			kana: people.kana,
			title: practitioners.title,
			facilityId: practitioners.facilityId,
		})
		.from(practitioners)
		.innerJoin(people, eq(people.id, practitioners.personId))
		.where(inArray(practitioners.facilityId, facilityIds))
		.orderBy(asc(people.kana))
}
