import type { Appointment } from '@enshin/contracts/api.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Tx } from '@enshin/db/client.ts'
import { publish } from '@enshin/db/events.ts'
import { appointments } from '@enshin/db/schema/index.ts'
import { eq, sql } from 'drizzle-orm'
import { accessing } from '../access-log/accessing.ts'
import type { Work } from '../http/context.ts'
import { findAppointmentById } from './find-appointment.ts'
import { getAppointment, presentById } from './get.ts'
import { holdChangeable } from './hold-changeable.ts'
import { isChangeable } from './present.ts'
import type { AppointmentRow } from './select-appointments.ts'

/** Gives the time back. Cancelling what is cancelled has no effect, and is no error: the answer may have been lost. */
export async function cancel(work: Work, id: string, now = new Date()): Promise<Appointment> {
	const { db, actor } = work
	const row = await findAppointmentById(db, actor, id)
	if (row.status === 'cancelled') return await getAppointment(work, id, now)
	if (!isChangeable(row, actor, now)) throw new ProblemError('appointment.not_changeable')
	try {
		return await accessing(work, 'appointment.cancel', async (access) => {
			await giveBack(access.db, row)
			return await presentById(access, id, now)
		})
	} catch (error) {
		// Sent twice at once, the other one was quicker.
		const { status } = await findAppointmentById(db, actor, id)
		if (status !== 'cancelled') throw error
		return await getAppointment(work, id, now)
	}
}

async function giveBack(tx: Tx, row: AppointmentRow): Promise<void> {
	await holdChangeable(tx, row)
	await tx.update(appointments).set({ status: 'cancelled', updatedAt: sql`now()` }).where(eq(appointments.id, row.id))
	const told = { appointmentId: row.id, facilityId: row.facility.id, callId: row.call.id }
	await publish(tx, { type: 'appointment.changed', change: 'cancelled', ...told })
}
