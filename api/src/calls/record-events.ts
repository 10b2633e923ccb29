import type { AppointmentStatus } from '@enshin/contracts/api.ts'
import type { CallEvent } from '@enshin/contracts/call.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Db, Tx } from '@enshin/db/client.ts'
import { releasePlacements } from '@enshin/db/nodes.ts'
import { appointments, callEvents, calls } from '@enshin/db/schema/index.ts'
import { and, eq, sql } from 'drizzle-orm'
import { foldEvents, type RecordedCall } from './fold-events.ts'

/**
 * Writes down what signaling saw. A line known already (same epoch and seq) has no effect, and lines may come late or in
 * any order: the call's row is drawn anew from all of them, under its lock. Returns how many lines were new.
 */
export async function recordEvents(db: Db, callId: string, events: readonly CallEvent[]): Promise<number> {
	return db.transaction(async (tx) => {
		const [call] = await tx
			.select({ appointmentId: calls.appointmentId })
			.from(calls)
			.where(eq(calls.id, callId))
			.for('update')
		if (!call) throw new ProblemError('not_found')
		const added = await tx
			.insert(callEvents)
			.values(events.map((event) => ({ ...event, callId, at: new Date(event.at) })))
			.onConflictDoNothing({ target: [callEvents.callId, callEvents.epochId, callEvents.seq] })
			.returning({ id: callEvents.id })
		if (added.length > 0) await redraw(tx, callId, call.appointmentId)
		return added.length
	})
}

async function redraw(tx: Tx, callId: string, appointmentId: string): Promise<void> {
	const lines = await tx
		.select()
		.from(callEvents)
		.where(and(eq(callEvents.callId, callId), eq(callEvents.type, 'state_changed')))
	const recorded = foldEvents(lines)
	await tx
		.update(calls)
		.set({ ...recorded, updatedAt: sql`now()` })
		.where(eq(calls.id, callId))
	if (recorded.state !== 'ended') return
	await releasePlacements(tx, callId)
	// A cancelled appointment stays cancelled, whatever its call did.
	await tx
		.update(appointments)
		.set({ status: statusAfter(recorded), updatedAt: sql`now()` })
		.where(and(eq(appointments.id, appointmentId), sql`${appointments.status} <> 'cancelled'`))
}

function statusAfter({ endReason }: RecordedCall): AppointmentStatus {
	return endReason === 'no_show' ? 'no_show' : 'completed'
}
