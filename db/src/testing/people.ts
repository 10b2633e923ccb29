import { randomUUID } from 'node:crypto'
import type { FacilityKind, Id, Role } from '@enshin/contracts/ids.ts'
import type { Db } from '../client.ts'
import { hashPassword } from '../password.ts'
import {
	assignments,
	credentials,
	facilities,
	memberships,
	people,
	practitioners,
	schedules,
	weeklyHours,
} from '../schema/index.ts'

/** The password of everybody made here with an e-mail address. */
export const testPassword = 'correct horse battery staple'
let passwordHash: Promise<string> | undefined

export type TestFacility = { id: Id; slug: string; kind: FacilityKind }
export type TestPerson = { personId: Id; assignmentId: Id; name: string; email: string }
export type TestPractitioner = TestPerson & { practitionerId: Id }

/** A tenant with a name that no other has. */
export async function makeFacility(db: Db, kind: FacilityKind = 'clinic'): Promise<TestFacility> {
	const slug = `f-${randomUUID()}`
	const values = { slug, code: slug, name: `試験${kind}`, kind, telephone: '03-0000-0000' }
	const [made] = await db.insert(facilities).values(values).returning({ id: facilities.id })
	return { id: made?.id as Id, slug, kind }
}

/** One of a facility's people. */
export async function makeWorker(
	db: Db,
	facility: TestFacility,
	role: Exclude<Role, 'patient'>,
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

type PractitionerOptions = { role: Exclude<Role, 'patient'>; slotMinutes: number; from: string; to: string }

/** Approved at the given facilities. */
export async function makePatient(db: Db, approvedAt: TestFacility[] = [], name = '髙橋 花子'): Promise<TestPerson> {
	const patientNumber = randomUUID().slice(0, 13)
	const patient = { name, kana: 'たかはし はなこ', birthDate: '1951-04-03', sex: 'female' as const, patientNumber }
	const made = await makePerson(db, patient, 'patient', null)
	for (const { id } of approvedAt) {
		await db
			.insert(memberships)
			.values({ patientId: made.personId, facilityId: id, status: 'approved', decidedAt: new Date() })
	}
	return made
}

async function makePerson(
	db: Db,
	values: typeof people.$inferInsert,
	role: Role,
	facilityId: Id | null,
): Promise<TestPerson> {
	passwordHash ??= hashPassword(testPassword)
	const [person] = await db.insert(people).values(values).returning({ id: people.id })
	const personId = person?.id as Id
	const [assignment] = await db
		.insert(assignments)
		.values({ personId, facilityId, role })
		.returning({ id: assignments.id })
	const email = `${personId}@test.example`
	await db.insert(credentials).values({ personId, facilityId, email, passwordHash: await passwordHash })
	return { personId, assignmentId: assignment?.id as Id, name: values.name, email }
}
