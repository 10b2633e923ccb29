import { randomUUID } from 'node:crypto'
import type { FacilityKind, Id, Role, SecondFactorRule } from '@enshin/contracts/ids.ts'
import type { Db } from '../client.ts'
import { hashPassword } from '../password.ts'
import { addCredential, addFacility, addMembership, addPerson, type PersonFacts } from '../people.ts'
import { assignments, practitioners, schedules, weeklyHours } from '../schema/index.ts'
import { vaultOf } from './database.ts'

/** The password of everybody made here with an e-mail address. */
export const testPassword = 'correct horse battery staple'
let passwordHash: Promise<string> | undefined

export type TestFacility = { id: Id; slug: string; kind: FacilityKind }
export type TestPerson = { personId: Id; assignmentId: Id; credentialId: Id; name: string; email: string }
export type TestPractitioner = TestPerson & { practitionerId: Id }

/** A tenant with a name that no other has; its people need no second factor unless told otherwise. */
export async function makeFacility(
	db: Db,
	kind: FacilityKind = 'clinic',
	secondFactor: SecondFactorRule = 'offered',
): Promise<TestFacility> {
	const slug = `f-${randomUUID()}`
	const values = { slug, code: slug, name: `試験${kind}`, kind, telephone: '03-0000-0000', secondFactor } as const
	return { id: await addFacility(db, vaultOf(db), values), slug, kind }
}

/** One of a facility's people. */
export async function makeWorker(
	db: Db,
	facility: TestFacility,
	role: Exclude<Role, 'patient' | 'ops'>,
	name = '山本 健一',
): Promise<TestPerson> {
	return await makePerson(db, { name, kana: 'やまもと けんいち' }, role, facility.id)
}

/** One that can be booked: every day from 00:00 to 23:59 in slots of 15 minutes, unless told otherwise. */
export async function makePractitioner(
	db: Db,
	facility: TestFacility,
	{ role, slotMinutes = 15, from = '00:00', to = '23:59' }: Partial<PractitionerOptions> = {},
): Promise<TestPractitioner> {
	const worker = await makeWorker(db, facility, role ?? (facility.kind === 'clinic' ? 'doctor' : 'pharmacist'))
	const [made] = await db
		.insert(practitioners)
		.values({ personId: worker.personId, facilityId: facility.id, title: '担当' })
		.returning({ id: practitioners.id })
	const practitionerId = made?.id as Id
	await db.insert(schedules).values({ practitionerId, slotMinutes })
	const days = [1, 2, 3, 4, 5, 6, 7]
	await db.insert(weeklyHours).values(days.map((weekday) => ({ practitionerId, weekday, from, to })))
	return { ...worker, practitionerId }
}

type PractitionerOptions = { role: Exclude<Role, 'patient' | 'ops'>; slotMinutes: number; from: string; to: string }

/** Approved at the given facilities. */
export async function makePatient(
	db: Db,
	approvedAt: TestFacility[] = [],
	name = '髙橋 花子',
	kana = 'たかはし はなこ',
): Promise<TestPerson> {
	const patientNumber = randomUUID().slice(0, 13)
	const patient = { name, kana, birthDate: '1951-04-03', sex: 'female', patientNumber }
	const made = await makePerson(db, patient, 'patient', null)
	for (const { id } of approvedAt) {
		await addMembership(db, vaultOf(db), { patientId: made.personId, facilityId: id, name, kana })
	}
	return made
}

async function makePerson(db: Db, facts: PersonFacts, role: Role, facilityId: Id | null): Promise<TestPerson> {
	passwordHash ??= hashPassword(testPassword)
	const vault = vaultOf(db)
	const { personId, keys } = await addPerson(db, vault, facts)
	const [assignment] = await db
		.insert(assignments)
		.values({ personId, facilityId, role })
		.returning({ id: assignments.id })
	const email = `${personId}@test.example`
	const credentialId = await addCredential(db, vault, keys, {
		personId,
		facilityId,
		email,
		passwordHash: await passwordHash,
	})
	return { personId, assignmentId: assignment?.id as Id, credentialId, name: facts.name, email }
}

/** One of those who run Enshin. */
export async function makeOperator(db: Db, name = '運用 一郎'): Promise<TestPerson> {
	return await makePerson(db, { name, kana: 'うんよう いちろう' }, 'ops', null)
}
