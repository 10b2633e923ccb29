import type { Identity } from '@enshin/db/identity.ts'
import { credentials, facilities, people } from '@enshin/db/schema/index.ts'
import { eq } from 'drizzle-orm'
import { readFactors } from '../factors/read-factors.ts'
import type { Work } from '../http/context.ts'
import type { PasswordContext } from '../passwords/password-context.ts'
import { openCellOrNull, person } from '../sealed/open-cells.ts'
import { openFacility } from '../sealed/open-facility.ts'
import { openPerson } from '../sealed/open-person.ts'
import type { Account } from './account.ts'

type Readers = Pick<Work, 'db' | 'vault'>

/** Whose password it is, and under which rules: what a new one must not be guessed from. In scope `auth`. */
export async function readPasswordContext({ db, vault }: Readers, account: Account): Promise<PasswordContext> {
	const { credentialId, personId, facilityId, profile } = account
	const owner = person(personId)
	const [row] = await db
		.select({
			identity: people.identity,
			telephone: people.telephone,
			patientNumber: people.patientNumber,
			ownTelephone: credentials.telephone,
		})
		.from(people)
		.innerJoin(credentials, eq(credentials.personId, people.id))
		.where(eq(credentials.id, credentialId))
	const keys = await vault.keys(db, [owner, ...(facilityId ? [{ kind: 'facility' as const, id: facilityId }] : [])])
	const telephoneOf = (cell: typeof account.email | undefined) =>
		openCellOrNull(keys, owner, { table: 'people', column: 'telephone', row: personId }, cell ?? null) ?? undefined
	const ofCredential = (column: 'email' | 'telephone', cell: typeof account.email | undefined) =>
		openCellOrNull(keys, owner, { table: 'credentials', column, row: credentialId }, cell ?? null) ?? undefined
	const ownTelephone = ofCredential('telephone', row?.ownTelephone)
	const { id, name, slug, code, telephone } = facilities
	const [place] = facilityId
		? await db.select({ id, name, slug, code, telephone }).from(facilities).where(eq(id, facilityId))
		: []
	return {
		profile,
		hasSecondFactor: (await readFactors(db, credentialId)).length > 0,
		person: {
			...(row && knownOf(openPerson(keys, personId, row.identity))),
			telephone: telephoneOf(row?.telephone),
			email: ofCredential('email', account.email),
			numbers: [row?.patientNumber, ownTelephone].filter((number) => number != null),
		},
		...(place && { facility: openFacility(keys, place) }),
	}
}

const knownOf = ({ name, kana, birthDate }: Identity) => ({ name, kana, birthDate })
