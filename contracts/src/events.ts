import { z } from 'zod'
import { presence } from './call.ts'
import { id, instant } from './ids.ts'

/** As many as fit into one notification. */
export const endedSessionsAtMost = 100

/**
 * What one process tells whoever listens at the database (LISTEN/NOTIFY), within the transaction it tells of. Ids and
 * states only: the listener reads the rest with its own rights, and Postgres takes no more than 8,000 bytes.
 */
export const dbEvent = z.discriminatedUnion('type', [
	z.object({
		type: z.literal('appointment.changed'),
		change: z.enum(['booked', 'moved', 'cancelled']),
		appointmentId: id,
		facilityId: id,
		callId: id,
	}),
	/** A signaling node to the others: what a call of its own is like now, for their watchers. */
	z.object({ type: z.literal('presence.changed'), nodeId: z.string(), presence }),
	/**
	 * Somebody may no longer be here: their account was disabled or removed, they left, or their facility stopped. Signaling
	 * cuts their sockets and media, and refuses tokens issued before. `facilityId` alone means all of its people.
	 */
	z.object({ type: z.literal('access.ended'), personId: id.nullable(), facilityId: id.nullable(), at: instant }),
	/** 代理 has ended: this guardian may be nowhere for this patient any more, and stays wherever they are for others. */
	z.object({ type: z.literal('proxy.ended'), guardianId: id, patientId: id, at: instant }),
	/**
	 * Signed-in browsers were signed out, by themselves or from elsewhere. Signaling cuts what they opened, and refuses their
	 * tokens. Not told of sessions that expire: a call goes on without (F17). At most `endedSessionsAtMost` at a time.
	 */
	z.object({ type: z.literal('session.ended'), sessionIds: z.array(id).min(1).max(endedSessionsAtMost), at: instant }),
	/** A signaling node begins to listen, and wants to hear of the calls of all the others. */
	z.object({ type: z.literal('presence.asked'), nodeId: z.string() }),
	/** A mail or an SMS waits to be sent. */
	z.object({ type: z.literal('outbox.added') }),
])
export type DbEvent = z.infer<typeof dbEvent>
