import type { Id } from '@enshin/contracts/ids.ts'
import { and, eq } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { addCredential, addFacility, addMembership, addPerson } from '../people.ts'
import { assignments, credentials, facilities, practitioners } from '../schema/index.ts'
import type { Vault } from '../sealing/vault.ts'
import { type DemoAccount, demoAccounts, demoFacilities } from './demo-accounts.ts'

/** Who is who in this database, by the demo's own names. */
export interface Seeded {
	/** By e-mail address. */
	people: Map<string, Id>
	/** By e-mail address. */
	practitioners: Map<string, { id: Id; facilityId: Id }>
}

/** Adds whoever is missing, by slug and e-mail address; who is there stays as somebody may have changed them. */
export async function seedAccounts(tx: Tx, vault: Vault, passwordHash: string): Promise<Seeded> {
	const facilityIds = await seedFacilities(tx, vault)
	const seeded: Seeded = { people: new Map(), practitioners: new Map() }
	for (const account of demoAccounts) {
		const facilityId = account.facilitySlug === null ? null : (facilityIds.get(account.facilitySlug) ?? null)
		const known = await findPerson(tx, vault, account.email, facilityId)
		const personId = known ?? (await addAccount(tx, vault, account, facilityId, passwordHash))
		seeded.people.set(account.email, personId)
		if (account.patient) await addMemberships(tx, vault, account, personId, facilityIds)
		if (account.title !== undefined && facilityId) {
			const id = await addPractitioner(tx, personId, facilityId, account.title)
			seeded.practitioners.set(account.email, { id, facilityId })
		}
	}
	return seeded
}

async function seedFacilities(tx: Tx, vault: Vault): Promise<Map<string, Id>> {
	const known = await tx.select({ id: facilities.id, slug: facilities.slug }).from(facilities)
	const ids = new Map(known.map(({ slug, id }) => [slug, id]))
	for (const facility of demoFacilities) {
		if (!ids.has(facility.slug)) ids.set(facility.slug, await addFacility(tx, vault, facility))
	}
	return ids
}

async function findPerson(tx: Tx, vault: Vault, email: string, facilityId: Id | null): Promise<Id | undefined> {
	const [found] = await tx
		.select({ id: credentials.personId })
		.from(credentials)
		.where(eq(credentials.emailIndex, vault.index('email', facilityId, email)))
	return found?.id
}

async function addAccount(tx: Tx, vault: Vault, account: DemoAccount, facilityId: Id | null, passwordHash: string) {
	const { email, name, kana, locale, role, patient } = account
	const { facilities: _, ...facts } = patient ?? {}
	const { personId, keys } = await addPerson(tx, vault, { name, kana, locale, ...facts })
	await tx.insert(assignments).values({ personId, facilityId, role })
	await addCredential(tx, vault, keys, { personId, facilityId, email, passwordHash })
	return personId
}

async function addMemberships(tx: Tx, vault: Vault, account: DemoAccount, patientId: Id, ids: Map<string, Id>) {
	const { name, kana, patient } = account
	for (const [slug, chartNumber] of Object.entries(patient?.facilities ?? {})) {
		const facilityId = ids.get(slug) as Id
		const status = chartNumber === null ? 'pending' : 'approved'
		const found = { name, kana, telephone: patient?.telephone }
		await addMembership(tx, vault, { patientId, facilityId, status, ...found, ...(chartNumber && { chartNumber }) })
	}
}

async function addPractitioner(tx: Tx, personId: Id, facilityId: Id, title: string): Promise<Id> {
	await tx.insert(practitioners).values({ personId, facilityId, title }).onConflictDoNothing()
	const [found] = await tx
		.select({ id: practitioners.id })
		.from(practitioners)
		.where(and(eq(practitioners.personId, personId), eq(practitioners.facilityId, facilityId)))
	return found?.id as Id
}
