import { randomBytes } from 'node:crypto'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Tx } from '@enshin/db/client.ts'
import { addFacility, addMembership, addPerson } from '@enshin/db/people.ts'
import {
	assignments,
	facilities,
	loadTestPairs,
	practitioners,
	schedules,
	weeklyHours,
} from '@enshin/db/schema/index.ts'
import type { Vault } from '@enshin/db/sealing/vault.ts'
import { eq } from 'drizzle-orm'

const slug = 'load-test'

/** The load test's own facility; undefined where there never was a load test. */
export async function findLoadTestFacility(db: Tx): Promise<{ id: Id; stoppedAt: Date | null } | undefined> {
	const { id, stoppedAt } = facilities
	const [found] = await db.select({ id, stoppedAt }).from(facilities).where(eq(facilities.slug, slug))
	return found
}

/** A clinic with nobody in it, and a code that nobody can guess, so that no real patient asks for 利用登録. */
export async function foundLoadTestFacility(tx: Tx, vault: Vault): Promise<Id> {
	const code = `LOADTEST-${randomBytes(12).toString('hex')}`
	return await addFacility(tx, vault, {
		slug,
		code,
		name: '負荷試験(架空)',
		kind: 'clinic',
		telephone: '000-0000-0000',
	})
}

/**
 * Sees to it that there are so many pairs of a doctor who can be booked around the clock and a patient who may book. They
 * are people as any, with keys of their own and sealed names, but have nothing to sign in with.
 */
export async function addPairs(tx: Tx, vault: Vault, facilityId: Id, pairs: number): Promise<void> {
	const known = await tx.$count(loadTestPairs, eq(loadTestPairs.facilityId, facilityId))
	for (let n = known; n < pairs; n++) await addPair(tx, vault, facilityId, n)
}

const weekdays = [1, 2, 3, 4, 5, 6, 7]

async function addPair(tx: Tx, vault: Vault, facilityId: Id, n: number): Promise<void> {
	const doctor = { name: `負荷試験 医師${n}`, kana: 'ふかしけん いし' }
	const { personId } = await addPerson(tx, vault, doctor)
	const patient = { name: `負荷試験 患者${n}`, kana: 'ふかしけん かんじゃ' }
	const patientNumber = `LOADTEST-${facilityId.slice(-8)}-${n}`
	const facts = { ...patient, birthDate: '2000-01-01', sex: 'other', patientNumber }
	const { personId: patientId } = await addPerson(tx, vault, facts)
	const [ofDoctor, ofPatient] = await tx
		.insert(assignments)
		.values([
			{ personId, facilityId, role: 'doctor' },
			{ personId: patientId, facilityId: null, role: 'patient' },
		])
		.returning({ id: assignments.id })
	const [practitioner] = await tx
		.insert(practitioners)
		.values({ personId, facilityId, title: '架空' })
		.returning({ id: practitioners.id })
	if (!ofDoctor || !ofPatient || !practitioner) throw new Error('inserted rows were not returned')
	const practitionerId = practitioner.id
	await tx.insert(schedules).values({ practitionerId, slotMinutes: 10 })
	await tx
		.insert(weeklyHours)
		.values(weekdays.map((weekday) => ({ practitionerId, weekday, from: '00:00', to: '23:59' })))
	await addMembership(tx, vault, { patientId, facilityId, ...patient })
	const ids = { doctorAssignmentId: ofDoctor.id, practitionerId, patientAssignmentId: ofPatient.id, patientId }
	await tx.insert(loadTestPairs).values({ facilityId, n, ...ids })
}
