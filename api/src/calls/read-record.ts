import type { CallRecord } from '@enshin/contracts/api.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Db } from '@enshin/db/client.ts'
import { callEvents } from '@enshin/db/schema/index.ts'
import { eq } from 'drizzle-orm'
import type { Actor } from '../http/context.ts'
import { findCall } from './find-call.ts'
import { inOrder } from './fold-events.ts'

/** What happened in a call, oldest first, for the people of its facility; to others it does not exist. */
export async function readRecord(db: Db, actor: Actor, callId: string): Promise<CallRecord> {
	const call = await findCall(db, callId)
	if (actor.facilityId !== call.facilityId) throw new ProblemError('not_found')
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
