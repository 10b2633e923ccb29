import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Profile } from '@enshin/contracts/profile.ts'
import type { Sealed } from '@enshin/db/schema/columns.ts'
import { credentials, people } from '@enshin/db/schema/index.ts'
import { and, eq, isNull } from 'drizzle-orm'
import { type Access, accessing } from '../access-log/accessing.ts'
import type { Work } from '../http/context.ts'
import { openCellOrNull, person } from '../sealed/open-cells.ts'
import { openPatient } from '../sealed/open-person.ts'

/** A patient's own data; acting for somebody, theirs. */
export function readProfile(work: Work): Promise<Profile> {
	return accessing(work, 'profile.read', profileWithin)
}

/** The same, within an access that is about more. */
export async function profileWithin(access: Access): Promise<Profile> {
	const { db, vault, actor } = access
	const personId = actor.personId
	const [row] = await db
		.select({
			identity: people.identity,
			telephone: people.telephone,
			insuranceNumber: people.insuranceNumber,
			patientNumber: people.patientNumber,
			locale: people.locale,
			credentialId: credentials.id,
			email: credentials.email,
			signInTelephone: credentials.telephone,
		})
		.from(people)
		.leftJoin(credentials, and(eq(credentials.personId, people.id), isNull(credentials.facilityId)))
		.where(eq(people.id, personId))
	if (!row?.patientNumber) throw new ProblemError('not_found')
	const keys = await vault.keys(db, [person(personId)])
	access.touch(personId)
	const open = (table: string, id: string, column: string, cell: Sealed | null) =>
		openCellOrNull(keys, person(personId), { table, column, row: id }, cell)
	const credential = row.credentialId ?? ''
	return {
		personId,
		patientNumber: row.patientNumber,
		...openPatient(keys, personId, row.identity),
		telephone: open('people', personId, 'telephone', row.telephone),
		insuranceNumber: open('people', personId, 'insurance_number', row.insuranceNumber),
		email: open('credentials', credential, 'email', row.email),
		signInTelephone: open('credentials', credential, 'telephone', row.signInTelephone),
		locale: row.locale,
	}
}
