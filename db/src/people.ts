import type { Id, Locale } from '@enshin/contracts/ids.ts'
import type { Db } from './client.ts'
import { type Identity, sealIdentity } from './identity.ts'
import { newId } from './schema/columns.ts'
import { credentials, facilities, memberships, people } from './schema/index.ts'
import { foldNumber } from './sealing/fold-number.ts'
import type { Keys, Owner, Vault } from './sealing/vault.ts'
import { addSearchTokens } from './search-tokens.ts'

/** Who somebody is, in clear text. A patient has a birth date, a sex and a patient number. */
export interface PersonFacts extends Identity {
	patientNumber?: string
	locale?: Locale
	/** E.164. */
	telephone?: string
	insuranceNumber?: string
}

const personOf = (id: Id): Owner => ({ kind: 'person', id })

/** Adds a person with a key of their own, in scope `auth` or as the owner. Returns the id and the key, to seal more with. */
export async function addPerson(db: Db, vault: Vault, facts: PersonFacts): Promise<{ personId: Id; keys: Keys }> {
	if (facts.patientNumber !== undefined && (facts.birthDate === undefined || facts.sex === undefined))
		throw new Error('Somebody with a patient number has a birth date and a sex')
	const personId = newId()
	const keys = await vault.createKey(db, personOf(personId))
	const seal = <T extends string | undefined>(column: string, text: T) =>
		text === undefined ? null : keys.seal(personOf(personId), { table: 'people', column, row: personId }, text)
	await db.insert(people).values({
		id: personId,
		identity: sealIdentity(keys, personId, facts),
		telephone: seal('telephone', facts.telephone),
		insuranceNumber: seal('insurance_number', facts.insuranceNumber),
		patientNumber: facts.patientNumber,
		locale: facts.locale,
	})
	return { personId, keys }
}

export interface CredentialFacts {
	personId: Id
	/** Null for patients and operators. */
	facilityId: Id | null
	email?: string
	telephone?: string
	/** Argon2id, or nothing until the person has chosen a password. */
	passwordHash?: string
}

/** Adds what a person signs in with; their key must be among `keys`. Violates `credentials_email_in_tenant` for one known. */
export async function addCredential(db: Db, vault: Vault, keys: Keys, facts: CredentialFacts): Promise<Id> {
	const id = newId()
	const { personId, facilityId, passwordHash } = facts
	const email = facts.email?.toLowerCase()
	const seal = (column: string, text: string | undefined) =>
		text === undefined ? undefined : keys.seal(personOf(personId), { table: 'credentials', column, row: id }, text)
	await db.insert(credentials).values({
		id,
		personId,
		facilityId,
		email: seal('email', email),
		emailIndex: email === undefined ? undefined : vault.index('email', facilityId, email),
		telephone: seal('telephone', facts.telephone),
		telephoneIndex: facts.telephone === undefined ? undefined : vault.index('telephone', facilityId, facts.telephone),
		passwordHash,
		passwordChangedAt: passwordHash === undefined ? undefined : new Date(),
	})
	return id
}

export type FacilityFacts = Omit<typeof facilities.$inferInsert, 'id' | 'name' | 'telephone'> & {
	name: string
	telephone: string
}

/** Founds a facility with a key of its own. As the owner: the services may not. */
export async function addFacility(db: Db, vault: Vault, { name, telephone, ...facts }: FacilityFacts): Promise<Id> {
	const id = newId()
	const owner: Owner = { kind: 'facility', id }
	const keys = await vault.createKey(db, owner)
	const seal = (column: string, text: string) => keys.seal(owner, { table: 'facilities', column, row: id }, text)
	await db
		.insert(facilities)
		.values({ ...facts, id, name: seal('name', name), telephone: seal('telephone', telephone) })
	return id
}

export interface MembershipFacts {
	patientId: Id
	facilityId: Id
	status?: 'pending' | 'approved' | 'refused'
	/** 診察券番号. */
	chartNumber?: string
	/** What the patient is found by at the facility. */
	name: string
	kana: string
	/** E.164. */
	telephone?: string | null
}

/** Adds 利用登録 with its blind indexes; nothing happens where the patient has one at the facility. */
export async function addMembership(db: Db, vault: Vault, facts: MembershipFacts): Promise<void> {
	const { patientId, facilityId, status = 'approved', chartNumber } = facts
	const id = newId()
	const owner: Owner = { kind: 'facility', id: facilityId }
	const keys = await vault.keys(db, [owner])
	const place = { table: 'memberships', column: 'chart_number', row: id }
	const added = await db
		.insert(memberships)
		.values({
			id,
			patientId,
			facilityId,
			status,
			decidedAt: status === 'pending' ? null : new Date(),
			...(chartNumber !== undefined && {
				chartNumber: keys.seal(owner, place, chartNumber),
				chartNumberIndex: vault.index('chart_number', facilityId, foldNumber(chartNumber)),
			}),
		})
		.onConflictDoNothing()
		.returning({ id: memberships.id })
	if (added.length > 0) await addSearchTokens(db, vault, facts)
}
