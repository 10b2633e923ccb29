import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Tx } from '@enshin/db/client.ts'
import { appointments, calls } from '@enshin/db/schema/index.ts'
import { and, eq } from 'drizzle-orm'
import type { AppointmentRow } from './select-appointments.ts'

/**
 * Keeps the appointment and its call as they are until the transaction ends, and throws `appointment.not_changeable`
 * unless nobody has cancelled or moved it, nor begun its call, since it was read. The call's row comes first, as where
 * events are recorded: two who take both in one order never wait in a circle.
 */
export async function holdChangeable(tx: Tx, row: AppointmentRow): Promise<void> {
	const waiting = and(eq(calls.id, row.call.id), eq(calls.state, 'waiting'))
	const [call] = await tx.select({ id: calls.id }).from(calls).where(waiting).for('update')
	const asRead = and(
		eq(appointments.id, row.id),
		eq(appointments.status, 'booked'),
		eq(appointments.practitionerId, row.practitioner.id),
		eq(appointments.during, row.during),
	)
	const [held] = await tx.select({ id: appointments.id }).from(appointments).where(asRead).for('update')
	if (!call || !held) throw new ProblemError('appointment.not_changeable')
}
