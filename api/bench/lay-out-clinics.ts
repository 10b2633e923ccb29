import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { addFacility, addMembership, addPerson } from '@enshin/db/people.ts'
import { assignments, practitioners, schedules, weeklyHours } from '@enshin/db/schema/index.ts'
import type { Vault } from '@enshin/db/sealing/vault.ts'

export interface LaidOutClinics {
	doctors: { practitionerId: Id; facilityId: Id }[]
	patients: { personId: Id; assignmentId: Id }[]
}

const weekdays = [1, 2, 3, 4, 5, 6, 7]

/** As the owner: so many clinics with so many doctors each, who work around the clock, and patients of all the clinics. */
export async function layOutClinics(
	db: Db,
	vault: Vault,
	{ clinics, doctorsEach, patients }: { clinics: number; doctorsEach: number; patients: number },
): Promise<LaidOutClinics> {
	const laidOut: LaidOutClinics = { doctors: [], patients: [] }
	const facilityIds: Id[] = []
	for (let clinic = 0; clinic < clinics; clinic++) {
		const facts = {
			slug: `clinic-${clinic}`,
			code: `clinic-${clinic}`,
			kind: 'clinic',
			telephone: '03-5550-0101',
		} as const
		const facilityId = await addFacility(db, vault, { ...facts, name: 'さくら内科' })
		facilityIds.push(facilityId)
		for (let n = 0; n < doctorsEach; n++) laidOut.doctors.push(await addDoctor(db, vault, facilityId))
	}
	for (let n = 0; n < patients; n++) {
		const name = { name: '髙橋 花子', kana: 'たかはし はなこ' }
		const facts = { ...name, birthDate: '1951-04-03', sex: 'female', patientNumber: `2026-${n}` }
		const { personId } = await addPerson(db, vault, facts)
		const [assigned] = await db.insert(assignments).values({ personId, role: 'patient' }).returning()
		if (!assigned) throw new Error('Nothing was written')
		laidOut.patients.push({ personId, assignmentId: assigned.id })
		for (const facilityId of facilityIds)
			await addMembership(db, vault, { patientId: personId, facilityId, ...name, chartNumber: `S-${n}` })
	}
	return laidOut
}

async function addDoctor(db: Db, vault: Vault, facilityId: Id) {
	const { personId } = await addPerson(db, vault, { name: '山本 健一', kana: 'やまもと けんいち' })
	await db.insert(assignments).values({ personId, facilityId, role: 'doctor' })
	const [made] = await db.insert(practitioners).values({ personId, facilityId, title: '内科' }).returning()
	if (!made) throw new Error('Nothing was written')
	await db.insert(schedules).values({ practitionerId: made.id, slotMinutes: 10 })
	const hours = weekdays.map((weekday) => ({ practitionerId: made.id, weekday, from: '00:00', to: '23:59' }))
	await db.insert(weeklyHours).values(hours)
	return { practitionerId: made.id, facilityId }
}
