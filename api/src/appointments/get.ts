import type { Appointment } from '@enshin/contracts/api.ts'
import { calls } from '@enshin/db/schema/index.ts'
import { eq } from 'drizzle-orm'
import { type Access, accessing } from '../access-log/accessing.ts'
import type { Work } from '../http/context.ts'
import { findAppointment, findAppointmentById } from './find-appointment.ts'
import { presentAll } from './present.ts'
import type { AppointmentRow } from './select-appointments.ts'

export function getAppointment(work: Work, id: string, now = new Date()): Promise<Appointment> {
	return accessing(work, 'appointment.read', (access) => presentById(access, id, now))
}

export function getAppointmentOfCall(work: Work, callId: string, now = new Date()): Promise<Appointment> {
	return accessing(work, 'appointment.read', async (access) =>
		presentOne(access, await findAppointment(access.db, access.actor, eq(calls.id, callId)), now),
	)
}

/** The appointment as the actor sees it, within an access that is about more than reading it. */
export async function presentById(access: Access, id: string, now: Date): Promise<Appointment> {
	return await presentOne(access, await findAppointmentById(access.db, access.actor, id), now)
}

async function presentOne(access: Access, row: AppointmentRow, now: Date): Promise<Appointment> {
	access.inLogOf(row.facility.id)
	access.detail.appointmentId = row.id
	const [presented] = await presentAll(access, [row], now)
	return presented as Appointment
}
