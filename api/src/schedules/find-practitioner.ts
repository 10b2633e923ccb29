import { ProblemError } from '@enshin/contracts/errors.ts'
import type { FacilityKind, Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import type { Sealed } from '@enshin/db/schema/columns.ts'
import { facilities, memberships, people, practitioners } from '@enshin/db/schema/index.ts'
import { and, eq, sql } from 'drizzle-orm'
import type { Membership } from '../appointments/may-use-facility.ts'

export interface FoundPractitioner {
	/** Who it is, is still sealed, under the person's key. */
	practitioner: { id: Id; personId: Id; identity: Sealed; title: string; facilityId: Id }
	facilityKind: FacilityKind
	/** Of the patient asked about, at the practitioner's facility. */
	membership: Membership
}

/** Throws `not_found` when there is none. Says nothing of who may see them. */
export async function findPractitioner(
	db: Db,
	practitionerId: Id,
	patientId: Id | null = null,
): Promise<FoundPractitioner> {
	const ofPatient = and(
		eq(memberships.facilityId, practitioners.facilityId),
		eq(memberships.patientId, sql`${patientId}::uuid`),
	)
	const [found] = await db
		.select({
			practitioner: {
				id: practitioners.id,
				personId: practitioners.personId,
				identity: people.identity,
				title: practitioners.title,
				facilityId: practitioners.facilityId,
			},
			facilityKind: facilities.kind,
			membership: memberships.status,
		})
		.from(practitioners)
		.innerJoin(people, eq(people.id, practitioners.personId))
		.innerJoin(facilities, eq(facilities.id, practitioners.facilityId))
		.leftJoin(memberships, ofPatient)
		.where(eq(practitioners.id, practitionerId))
	if (!found) throw new ProblemError('not_found')
	return found
}
