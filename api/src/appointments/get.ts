import type { Appointment } from '@enshin/contracts/api.ts'
import type { Db } from '@enshin/db/client.ts'
import { calls } from '@enshin/db/schema/index.ts'
import { eq } from 'drizzle-orm'
import type { Actor } from '../http/context.ts'
import { findAppointment, findAppointmentById } from './find-appointment.ts'
import { presentAll } from './present.ts'
import type { AppointmentRow } from './select-appointments.ts'

export async function getAppointment(db: Db, actor: Actor, id: string, now = new Date()): Promise<Appointment> {
	return await presentOne(db, actor, await findAppointmentById(db, actor, id), now)
}

export async function getAppointmentOfCall(
	db: Db,
	actor: Actor,
	callId: string,
	now = new Date(),
): Promise<Appointment> {
	return await presentOne(db, actor, await findAppointment(db, actor, eq(calls.id, callId)), now)
}

async function presentOne(db: Db, actor: Actor, row: AppointmentRow, now: Date): Promise<Appointment> {
	const [presented] = await presentAll(db, actor, [row], now)
	return presented as Appointment
}
