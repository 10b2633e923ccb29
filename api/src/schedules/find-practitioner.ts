import type { Practitioner } from '@enshin/contracts/api.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { FacilityKind, Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { facilities, people, practitioners } from '@enshin/db/schema/index.ts'
import { eq } from 'drizzle-orm'

/** With the kind of their facility; `not_found` when there is none. Says nothing of who may see them. */
export async function findPractitioner(
	db: Db,
	practitionerId: Id,
): Promise<{ practitioner: Practitioner; facilityKind: FacilityKind }> {
	const [found] = await db
		.select({
			practitioner: {
				id: practitioners.id,
				name: people.name,
				kana: people.kana,
				title: practitioners.title,
				facilityId: practitioners.facilityId,
			},
			facilityKind: facilities.kind,
		})
		.from(practitioners)
		.innerJoin(people, eq(people.id, practitioners.personId))
		.innerJoin(facilities, eq(facilities.id, practitioners.facilityId))
		.where(eq(practitioners.id, practitionerId))
	if (!found) throw new ProblemError('not_found')
	return found
}
