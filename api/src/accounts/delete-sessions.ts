import { endedSessionsAtMost } from '@enshin/contracts/events.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { publish } from '@enshin/db/events.ts'
import { sessions } from '@enshin/db/schema/index.ts'
import type { SQL } from 'drizzle-orm'

/**
 * Ends these sessions within 5 s of the commit, with the calls and the days they opened at signaling. For sessions that
 * somebody ends; those that expire are swept out in silence, and a call goes on (F17). Returns their ids.
 */
export async function deleteSessions(tx: Db, which: SQL | undefined): Promise<Id[]> {
	const deleted = await tx.delete(sessions).where(which).returning({ id: sessions.id })
	const ids = deleted.map(({ id }) => id)
	const at = new Date().toISOString()
	for (let from = 0; from < ids.length; from += endedSessionsAtMost) {
		await publish(tx, { type: 'session.ended', sessionIds: ids.slice(from, from + endedSessionsAtMost), at })
	}
	return ids
}
