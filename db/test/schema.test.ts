import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { addCredential, addPerson } from '../src/people.ts'
import { appointments } from '../src/schema/index.ts'
import { makeFacility, makePatient, makePractitioner, openTestDatabase, type TestFacility } from '../src/testing.ts'

const { db, vault } = await openTestDatabase()
const clinic = await makeFacility(db)

const at = (start: string, end: string) => ({
	startsAt: new Date(`2027-01-04T${start}:00+09:00`),
	endsAt: new Date(`2027-01-04T${end}:00+09:00`),
})

async function book(facility: TestFacility, practitionerId: string, patientId: string, start: string, end: string) {
	const values = {
		facilityId: facility.id,
		practitionerId,
		patientId,
		kind: 'consultation' as const,
		during: at(start, end),
		bookedBy: patientId,
	}
	const [made] = await db.insert(appointments).values(values).returning()
	return made
}

const refusal = (constraint: string) => ({ cause: { code: '23P01', constraint_name: constraint } })

test('a practitioner is never booked twice for the same minutes, but back to back', async () => {
	const { practitionerId } = await makePractitioner(db, clinic)
	const [one, other] = [await makePatient(db), await makePatient(db)]
	const made = await book(clinic, practitionerId, one.personId, '09:00', '09:15')
	expect(made?.during).toEqual(at('09:00', '09:15'))
	await book(clinic, practitionerId, other.personId, '09:15', '09:30')
	await expect(book(clinic, practitionerId, other.personId, '09:14', '09:15')).rejects.toMatchObject(
		refusal('appointments_practitioner_free'),
	)
})

test('a patient is never booked twice for the same minutes, at whichever facility', async () => {
	const pharmacy = await makeFacility(db, 'pharmacy')
	const [doctor, pharmacist] = [await makePractitioner(db, clinic), await makePractitioner(db, pharmacy)]
	const patient = await makePatient(db)
	await book(clinic, doctor.practitionerId, patient.personId, '10:00', '10:15')
	await expect(book(pharmacy, pharmacist.practitionerId, patient.personId, '10:10', '10:25')).rejects.toMatchObject(
		refusal('appointments_patient_free'),
	)
})

test('a cancelled appointment gives its time back', async () => {
	const { practitionerId } = await makePractitioner(db, clinic)
	const patient = await makePatient(db)
	await book(clinic, practitionerId, patient.personId, '11:00', '11:15')
	await db
		.update(appointments)
		.set({ status: 'cancelled' })
		.where(sql`${appointments.practitionerId} = ${practitionerId}`)
	await expect(book(clinic, practitionerId, patient.personId, '11:00', '11:15')).resolves.toBeDefined()
})

test("an appointment's facility is its practitioner's", async () => {
	const { practitionerId } = await makePractitioner(db, clinic)
	const patient = await makePatient(db)
	await expect(book(await makeFacility(db), practitionerId, patient.personId, '12:00', '12:15')).rejects.toMatchObject({
		cause: { constraint_name: 'appointments_practitioner_of_facility' },
	})
})

test('one e-mail address is one account in a tenant, the patients’ one included, and another account in the next', async () => {
	const [one, other] = [await makeFacility(db), await makeFacility(db)]
	const add = async (facilityId: string | null) => {
		const { personId } = await addPerson(db, vault, { name: '同 名', kana: 'どう めい' })
		await addCredential(db, vault, await vault.keys(db, [{ kind: 'person', id: personId }]), {
			personId,
			facilityId,
			email: 'same@example.jp',
		})
	}
	for (const facilityId of [null, one.id, other.id]) await add(facilityId)
	for (const facilityId of [null, one.id]) {
		await expect(add(facilityId)).rejects.toMatchObject({ cause: { constraint_name: 'credentials_email_in_tenant' } })
	}
})

test('somebody with a patient number has a birth date and a sex', async () => {
	const patient = { name: '名 無', kana: 'な なし', patientNumber: 'P1' }
	await expect(addPerson(db, vault, patient)).rejects.toThrow('has a birth date and a sex')
	await expect(addPerson(db, vault, { ...patient, birthDate: '1951-04-03' })).rejects.toThrow('and a sex')
})

test('ids are version 7 and sort by time', async () => {
	const first = await makeFacility(db)
	const second = await makeFacility(db)
	expect(first.id[14]).toBe('7')
	expect(first.id < second.id).toBe(true)
})
