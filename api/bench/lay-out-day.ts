import type { Id } from '@enshin/contracts/ids.ts'
import { addDays, tokyoMoment } from '@enshin/contracts/tokyo.ts'
import type { Db } from '@enshin/db/client.ts'
import { addFacility, addMembership, addPerson } from '@enshin/db/people.ts'
import { appointments, assignments, calls, practitioners, schedules, weeklyHours } from '@enshin/db/schema/index.ts'
import type { Vault } from '@enshin/db/sealing/vault.ts'

/** A clinic's busy day among others: what there is beside it makes the policies and the indexes work for their answer. */
export interface LaidOut {
	facilityId: Id
	personId: Id
	assignmentId: Id
	practitionerId: Id
	day: string
}

const doctors = 4
const appointmentsADay = 100
const patients = 300
const days = 10
const slotMs = 15 * 60_000

/** As the owner: facilities, doctors, patients with membership in both, and for each of the days 100 appointments. */
export async function layOutDay(db: Db, vault: Vault, day: string): Promise<LaidOut> {
	const patientIds: Id[] = []
	for (let n = 0; n < patients; n++) {
		const facts = { birthDate: '1951-04-03', sex: 'female', patientNumber: `2026-${n}`, telephone: '+819055501001' }
		const { personId } = await addPerson(db, vault, { name: '髙橋 花子', kana: 'たかはし はなこ', ...facts })
		patientIds.push(personId)
	}
	const [busy] = [
		await layOutClinic(db, vault, 'sakura', patientIds),
		await layOutClinic(db, vault, 'minato', patientIds),
	]
	const [first] = busy.doctorsOf
	if (!first) throw new Error('There are four')
	for (let ahead = 0; ahead < days; ahead++) await layOutVisits(db, busy, patientIds, addDays(day, ahead))
	return { facilityId: busy.facilityId, day, ...first }
}

async function layOutClinic(db: Db, vault: Vault, slug: string, patientIds: readonly Id[]) {
	const telephone = '03-5550-0101'
	const facilityId = await addFacility(db, vault, { slug, code: slug, kind: 'clinic', name: 'さくら内科', telephone })
	const doctorsOf: Pick<LaidOut, 'personId' | 'assignmentId' | 'practitionerId'>[] = []
	for (let n = 0; n < doctors; n++) {
		const { personId } = await addPerson(db, vault, { name: '山本 健一', kana: 'やまもと けんいち' })
		const [assignment] = await db.insert(assignments).values({ personId, facilityId, role: 'doctor' }).returning()
		const [practitioner] = await db.insert(practitioners).values({ personId, facilityId, title: '内科' }).returning()
		if (!assignment || !practitioner) throw new Error('Nothing was written')
		doctorsOf.push({ personId, assignmentId: assignment.id, practitionerId: practitioner.id })
		await db.insert(schedules).values({ practitionerId: practitioner.id, slotMinutes: 15 })
		const hours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '09:00', to: '17:00' }))
		await db.insert(weeklyHours).values(hours.map((one) => ({ practitionerId: practitioner.id, ...one })))
	}
	for (const [n, patientId] of patientIds.entries()) {
		const facts = { name: '髙橋 花子', kana: 'たかはし はなこ', chartNumber: `S-${n}` }
		await addMembership(db, vault, { patientId, facilityId, ...facts })
	}
	return { facilityId, doctorsOf }
}

type Clinic = Awaited<ReturnType<typeof layOutClinic>>

/** Four doctors, a patient every quarter of an hour from 09:00. */
async function layOutVisits(db: Db, { facilityId, doctorsOf }: Clinic, patientIds: readonly Id[], day: string) {
	const opens = tokyoMoment(day, '09:00').getTime()
	const values = Array.from({ length: appointmentsADay }, (_, n) => {
		const startsAt = new Date(opens + Math.floor(n / doctors) * slotMs)
		const [patientId, doctor] = [patientIds[n % patientIds.length], doctorsOf[n % doctors]]
		if (!patientId || !doctor) throw new Error('There are more')
		const during = { startsAt, endsAt: new Date(startsAt.getTime() + slotMs) }
		const { practitionerId } = doctor
		return { facilityId, practitionerId, patientId, kind: 'consultation' as const, during, bookedBy: patientId }
	})
	const booked = await db.insert(appointments).values(values).returning({ id: appointments.id })
	await db.insert(calls).values(booked.map(({ id }) => ({ appointmentId: id })))
}
