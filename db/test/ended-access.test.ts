import { openDatabase } from '@enshin/db/client.ts'
import { assignments, facilities, people, proxies } from '@enshin/db/schema/index.ts'
import { makeFacility, makePatient, makeWorker, openTestDatabase } from '@enshin/db/testing.ts'
import { eq, sql } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import { accessEndedSince } from '../src/ended-access.ts'

const { db, signalingUrl } = await openTestDatabase({ poolSize: 2 })
const signaling = openDatabase({ url: signalingUrl, name: 'test signaling', poolSize: 1 })
afterAll(signaling.close)

test('signaling learns whose access has ended since it last asked, and nothing else of accounts', async () => {
	const first = await accessEndedSince(signaling.db, { msAgo: 60_000 })
	expect(first.ended).toEqual([])

	const [clinic, stopped] = [await makeFacility(db), await makeFacility(db)]
	const [doctor, patient] = [await makeWorker(db, clinic, 'doctor'), await makePatient(db)]
	await makeWorker(db, clinic, 'staff')
	const now = sql`clock_timestamp()`
	await db.update(assignments).set({ accessEndedAt: now }).where(eq(assignments.id, doctor.assignmentId))
	await db.update(people).set({ leftAt: now }).where(eq(people.id, patient.personId))
	await db.update(facilities).set({ stoppedAt: now }).where(eq(facilities.id, stopped.id))

	const child = await makePatient(db)
	const acting = { guardianId: patient.personId, relation: 'parent' }
	await db.insert(proxies).values([
		{ ...acting, patientId: child.personId, endedAt: now },
		{ ...acting, patientId: (await makePatient(db)).personId },
	])

	const second = await accessEndedSince(signaling.db, first.now)
	expect(second.ended).toHaveLength(4)
	expect(second.ended).toEqual(
		expect.arrayContaining([
			{ personId: doctor.personId, facilityId: clinic.id, patientId: null, at: expect.any(Date) },
			{ personId: patient.personId, facilityId: null, patientId: null, at: expect.any(Date) },
			{ personId: null, facilityId: stopped.id, patientId: null, at: expect.any(Date) },
			{ personId: patient.personId, facilityId: null, patientId: child.personId, at: expect.any(Date) },
		]),
	)
	expect((await accessEndedSince(signaling.db, { msAgo: 0 })).ended).toEqual([])
	await expect(signaling.db.select().from(assignments)).rejects.toMatchObject({ cause: { code: '42501' } })
})
