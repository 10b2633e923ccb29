import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { publish } from '@enshin/db/events.ts'
import { assignments, sessions } from '@enshin/db/schema/index.ts'
import { eq, sql } from 'drizzle-orm'
import { deleteSessions } from '../accounts/delete-sessions.ts'

/** Signs somebody out everywhere: rights of before open nothing any more, and what they opened closes. */
export async function endSessions(tx: Db, assignmentId: Id): Promise<void> {
	await deleteSessions(tx, eq(sessions.assignmentId, assignmentId))
}

/**
 * Ends all that somebody has at a facility, within 5 s of the commit: sessions, join tokens, sockets and media. Signaling
 * hears of it, and finds it in the row should it not have heard.
 */
export async function endMemberAccess(
	tx: Db,
	{ assignmentId, personId, facilityId }: { assignmentId: Id; personId: Id; facilityId: Id },
): Promise<void> {
	await endSessions(tx, assignmentId)
	const [ended] = await tx
		.update(assignments)
		.set({ accessEndedAt: sql`clock_timestamp()` })
		.where(eq(assignments.id, assignmentId))
		.returning({ at: assignments.accessEndedAt })
	const at = (ended?.at ?? new Date()).toISOString()
	await publish(tx, { type: 'access.ended', personId, facilityId, at })
}
