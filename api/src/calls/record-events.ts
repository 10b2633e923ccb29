import type { AppointmentStatus } from '@enshin/contracts/api.ts'
import type { CallEvent } from '@enshin/contracts/call.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Db, Tx } from '@enshin/db/client.ts'
import { releasePlacements } from '@enshin/db/nodes.ts'
import { appointments, callEvents, calls } from '@enshin/db/schema/index.ts'
import type { Scope } from '@enshin/db/scope.ts'
import { and, eq, sql } from 'drizzle-orm'
import { appendEntry } from '../access-log/append-entry.ts'
import { foldEvents, type RecordedCall } from './fold-events.ts'

/**
 * Writes down what signaling saw. A line known already (same epoch and seq) has no effect, and lines may come late or in
 * any order: the call's row is drawn anew from all of them, under its lock. Returns how many lines were new.
 */
export async function recordEvents(
	scoped: (scope: Scope) => Db,
	callId: string,
	events: readonly CallEvent[],
): Promise<number> {
	const facilityId = await findFacility(scoped({ kind: 'service' }), callId)
	return scoped({ kind: 'service', facilityId }).transaction(async (tx) => {
		const [call] = await tx
			.select({ appointmentId: calls.appointmentId, patientId: appointments.patientId })
			.from(calls)
			.innerJoin(appointments, eq(appointments.id, calls.appointmentId))
			.where(eq(calls.id, callId))
			.for('update', { of: calls })
		if (!call) throw new ProblemError('not_found')
		const added = await tx
			.insert(callEvents)
			.values(events.map((event) => ({ ...event, callId, at: new Date(event.at) })))
			.onConflictDoNothing({ target: [callEvents.callId, callEvents.epochId, callEvents.seq] })
			.returning({ id: callEvents.id })
		if (added.length === 0) return 0
		await redraw(tx, callId, call.appointmentId)
		const about = { chainId: facilityId, actorId: null, subjects: [call.patientId] }
		await appendEntry(tx, { ...about, action: 'call.report', detail: { callId, lines: added.length } })
		return added.length
	})
}

/** Signaling knows a call by its id alone; whose it is, says which rows this may touch. */
async function findFacility(db: Db, callId: string): Promise<string> {
	const [found] = await db.execute<{ id: string | null }>(sql`select facility_of_call(${callId}::uuid) as id`)
	if (!found?.id) throw new ProblemError('not_found')
	return found.id
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
