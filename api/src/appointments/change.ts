import type { Appointment, changeAppointment } from '@enshin/contracts/api.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Tx } from '@enshin/db/client.ts'
import { publish } from '@enshin/db/events.ts'
import { appointments } from '@enshin/db/schema/index.ts'
import { eq, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { accessing } from '../access-log/accessing.ts'
import type { Work } from '../http/context.ts'
import { findPractitioner } from '../schedules/find-practitioner.ts'
import { findAppointmentById } from './find-appointment.ts'
import { findConflict, refuseConflict, type Wish } from './find-conflict.ts'
import { getAppointment, presentById } from './get.ts'
import { holdChangeable } from './hold-changeable.ts'
import { lockDiaries } from './lock-diaries.ts'
import { refuseStrangers } from './may-use-facility.ts'
import { overlapFault } from './overlap-fault.ts'
import { isChangeable } from './present.ts'
import { requireSlot } from './require-slot.ts'
import type { AppointmentRow } from './select-appointments.ts'

/**
 * Moves an appointment to another slot, at the same facility, with the same practitioner or another. It stays the same
 * appointment with the same call; until it has the new time it keeps the old one. Sent twice it has one effect.
 */
export async function change(
	work: Work,
	id: string,
	wanted: z.infer<typeof changeAppointment>,
	now = new Date(),
): Promise<Appointment> {
	const { db, actor } = work
	const row = await findAppointmentById(db, actor, id)
	if (!isChangeable(row, actor, now)) throw new ProblemError('appointment.not_changeable')
	const to = wanted.practitionerId ?? row.practitioner.id
	const { practitioner, membership } = await findPractitioner(db, to, row.patient.id)
	if (practitioner.facilityId !== row.facility.id) throw new ProblemError('not_found')
	refuseStrangers(actor, practitioner.facilityId, membership)
	const during = await requireSlot(db, practitioner.id, new Date(wanted.startsAt), now)
	const wish = { practitionerId: practitioner.id, patientId: row.patient.id, during, except: row.id }
	const conflict = await findConflict(db, wish)
	if (conflict) throw new ProblemError(conflict)
	try {
		return await accessing(work, 'appointment.change', async (access) => {
			await move(access.db, row, wish, now)
			return await presentById(access, id, now)
		})
	} catch (error) {
		// Sent twice at once, the other one was quicker: it is where it was wanted.
		const moved = await findAppointmentById(db, actor, id)
		if (!isAt(moved, wish)) throw asProblem(error)
		return await getAppointment(work, id, now)
	}
}

async function move(tx: Tx, row: AppointmentRow, wish: Wish, now: Date): Promise<void> {
	const { practitionerId, during } = wish
	await lockDiaries(tx, [row.practitioner.id, practitionerId, wish.patientId])
	await holdChangeable(tx, row)
	await refuseConflict(tx, wish)
	await requireSlot(tx, practitionerId, during.startsAt, now)
	await tx
		.update(appointments)
		.set({ practitionerId, during, updatedAt: sql`now()` })
		.where(eq(appointments.id, row.id))
	const told = { appointmentId: row.id, facilityId: row.facility.id, callId: row.call.id }
	await publish(tx, { type: 'appointment.changed', change: 'moved', ...told })
}

function isAt({ status, practitioner, during }: AppointmentRow, wish: Wish): boolean {
	const sameTime = during.startsAt.getTime() === wish.during.startsAt.getTime()
	return status === 'booked' && practitioner.id === wish.practitionerId && sameTime
}

function asProblem(error: unknown): unknown {
	const fault = overlapFault(error)
	return fault && fault !== 'same_key' ? new ProblemError(fault, {}, { cause: error }) : error
}
