import type { CallRecord } from '@enshin/contracts/api.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import { callEvents } from '@enshin/db/schema/index.ts'
import { eq } from 'drizzle-orm'
import { type Access, accessing } from '../access-log/accessing.ts'
import type { Work } from '../http/context.ts'
import { findCall } from './find-call.ts'
import { inOrder } from './fold-events.ts'

/** What happened in a call, oldest first, for the people of its facility; to others it does not exist. */
export function readRecord(work: Work, callId: string): Promise<CallRecord> {
	return accessing(work, 'call.read_record', (access) => read(access, callId))
}

async function read(access: Access, callId: string): Promise<CallRecord> {
	const { db, actor } = access
	const call = await findCall(db, callId)
	if (actor.facilityId !== call.facilityId) throw new ProblemError('not_found')
	access.touch(call.patientId)
	access.detail.callId = callId
	const events = await db.select().from(callEvents).where(eq(callEvents.callId, callId))
	return {
		callId,
		appointmentId: call.appointmentId,
		state: call.state,
		liveSince: call.liveSince?.toISOString() ?? null,
		endedAt: call.endedAt?.toISOString() ?? null,
		endReason: call.endReason,
		events: inOrder(events).map(({ epochId, seq, at, type, by, from, to, reason }) => ({
			epochId,
			seq,
			at: at.toISOString(),
			type,
			by,
			from,
			to,
			reason,
		})),
	}
}
