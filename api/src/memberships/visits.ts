import type { Id } from '@enshin/contracts/ids.ts'
import type { ListedPatient } from '@enshin/contracts/memberships.ts'
import type { Sealed } from '@enshin/db/schema/columns.ts'
import { appointments, people, practitioners } from '@enshin/db/schema/index.ts'
import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import type { Access } from '../access-log/accessing.ts'
import { person } from '../sealed/open-cells.ts'
import { openOnce } from '../sealed/open-once.ts'
import { openName } from '../sealed/open-person.ts'

/** Each patient's next visit at the facility, or else the last one: 予約日時, and with whom (薬剤師名). */
export async function visitsOf(
	{ db, vault }: Access,
	facilityId: Id,
	patientIds: Id[],
): Promise<Map<Id, NonNullable<ListedPatient['visit']>>> {
	const startsAt = sql`${appointments.startsAt}`
	const rows = await db
		.selectDistinctOn([appointments.patientId], {
			patientId: appointments.patientId,
			during: appointments.during,
			id: people.id,
			identity: people.identity,
		})
		.from(appointments)
		.innerJoin(practitioners, eq(practitioners.id, appointments.practitionerId))
		.innerJoin(people, eq(people.id, practitioners.personId))
		.where(
			and(
				eq(appointments.facilityId, facilityId),
				inArray(appointments.patientId, patientIds),
				ne(appointments.status, 'cancelled'),
			),
		)
		.orderBy(
			appointments.patientId,
			// Ahead before past; of those ahead the earliest, of those past the latest.
			sql`upper(${appointments.during}) < now()`,
			sql`abs(extract(epoch from ${startsAt} - now()))`,
		)
	const keys = await vault.keys(
		db,
		rows.map(({ id }) => person(id)),
	)
	const nameOf = openOnce(({ id, identity }: { id: Id; identity: Sealed }) => openName(keys, id, identity).name)
	return new Map(
		rows.map(({ patientId, during, ...practitioner }) => [
			patientId,
			{ startsAt: during.startsAt.toISOString(), practitionerName: nameOf(practitioner) },
		]),
	)
}
