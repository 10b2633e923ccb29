import type { Id } from '@enshin/contracts/ids.ts'
import { and, eq, isNull } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { assignments, credentials, facilities, memberships, people, practitioners } from '../schema/index.ts'
import { type DemoAccount, demoAccounts, demoFacilities } from './demo-accounts.ts'

/** Who is who in this database, by the demo's own names. */
export interface Seeded {
	/** By e-mail address. */
	people: Map<string, Id>
	/** By e-mail address. */
	practitioners: Map<string, { id: Id; facilityId: Id }>
}

/** Adds whoever is missing, by slug and e-mail address; who is there stays as somebody may have changed them. */
export async function seedAccounts(tx: Tx, passwordHash: string): Promise<Seeded> {
	await tx.insert(facilities).values(demoFacilities).onConflictDoNothing()
	const known = await tx.select({ id: facilities.id, slug: facilities.slug }).from(facilities)
	const facilityIds = new Map(known.map(({ slug, id }) => [slug, id]))
	const seeded: Seeded = { people: new Map(), practitioners: new Map() }
	for (const account of demoAccounts) {
		const facilityId = account.facilitySlug === null ? null : (facilityIds.get(account.facilitySlug) ?? null)
		const personId =
			(await findPerson(tx, account.email, facilityId)) ?? (await addPerson(tx, account, facilityId, passwordHash))
		seeded.people.set(account.email, personId)
		if (account.patient) await addMemberships(tx, personId, account.patient.facilities, facilityIds)
		if (account.title !== undefined && facilityId) {
			const id = await addPractitioner(tx, personId, facilityId, account.title)
			seeded.practitioners.set(account.email, { id, facilityId })
		}
	}
	return seeded
}

async function findPerson(tx: Tx, email: string, facilityId: Id | null): Promise<Id | undefined> {
	const inTenant = facilityId ? eq(credentials.facilityId, facilityId) : isNull(credentials.facilityId)
	const [found] = await tx
		.select({ id: credentials.personId })
		.from(credentials)
		.where(and(eq(credentials.email, email), inTenant))
	return found?.id
}

async function addPerson(tx: Tx, account: DemoAccount, facilityId: Id | null, passwordHash: string): Promise<Id> {
	const { email, name, kana, locale, role, patient } = account
	const { birthDate, sex, patientNumber } = patient ?? {}
	const [made] = await tx
		.insert(people)
		.values({ name, kana, locale, birthDate, sex, patientNumber })
		.returning({ id: people.id })
	const personId = made?.id as Id
	await tx.insert(assignments).values({ personId, facilityId, role })
	await tx.insert(credentials).values({ personId, facilityId, email, passwordHash })
	return personId
}

async function addMemberships(tx: Tx, patientId: Id, wanted: Record<string, string | null>, ids: Map<string, Id>) {
	for (const [slug, chartNumber] of Object.entries(wanted)) {
		const decided = chartNumber ? { status: 'approved' as const, chartNumber, decidedAt: new Date() } : {}
		await tx
			.insert(memberships)
			.values({ patientId, facilityId: ids.get(slug) as Id, ...decided })
			.onConflictDoNothing()
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
