import type { Id } from '@enshin/contracts/ids.ts'
import { addDays, tokyoClock, tokyoDay, tokyoMoment } from '@enshin/contracts/tokyo.ts'
import { appointments, people } from '@enshin/db/schema/index.ts'
import { and, eq, gte, lt, type SQL } from 'drizzle-orm'
import { openAppointments } from '../appointments/open-appointments.ts'
import { selectAppointments, startsAt } from '../appointments/select-appointments.ts'
import { looking } from './looking.ts'
import type { Ops } from './operating.ts'

/** What the operator sees of a visit. */
export type SeenVisit = {
	at: string
	status: string
	practitioner: string
	patientNumber: string
	patient: string
	chartNumber: string | null
	appointmentId: Id
}

/** A facility's day: who comes when, for whoever must telephone them while the pages are down (Q57). */
export async function readDay(ops: Ops, sessionId: Id, day: string): Promise<SeenVisit[]> {
	const onThatDay = [
		gte(startsAt, tokyoMoment(day).toISOString()),
		lt(startsAt, tokyoMoment(addDays(day, 1)).toISOString()),
	]
	return await readVisits(ops, sessionId, `day ${day}`, onThatDay)
}

/** One patient's visits at a facility, by 患者ID. */
export async function readPatient(ops: Ops, sessionId: Id, patientNumber: string): Promise<SeenVisit[]> {
	return await readVisits(ops, sessionId, 'patient', [eq(people.patientNumber, patientNumber)])
}

async function readVisits(ops: Ops, sessionId: Id, what: string, where: SQL[]): Promise<SeenVisit[]> {
	return await looking(ops, sessionId, what, async (access, facilityId) => {
		const rows = await selectAppointments(access.db, and(eq(appointments.facilityId, facilityId), ...where))
		const opened = await openAppointments(access, rows)
		return opened.map(({ id, during, status, practitioner, patient }) => ({
			at: `${tokyoDay(during.startsAt)} ${tokyoClock(during.startsAt)}`,
			status,
			practitioner: practitioner.name,
			patientNumber: patient.patientNumber,
			patient: patient.name,
			chartNumber: patient.chartNumber,
			appointmentId: id,
		}))
	})
}
