import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { assignments, sessions } from '@enshin/db/schema/index.ts'
import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import type { Work } from '../http/context.ts'
import type { Account } from './account.ts'
import { deleteSessions } from './delete-sessions.ts'
import { noteAccount } from './note-account.ts'

/** Ends one of one's own sessions. Throws `not_found` for any other. */
export async function endSession(work: Work, id: Id): Promise<void> {
	await work.db.transaction(async (tx) => {
		const own = and(eq(sessions.id, id), eq(sessions.assignmentId, work.actor.assignmentId))
		const ended = await deleteSessions(tx, own)
		if (ended.length === 0) throw new ProblemError('not_found')
		await noteAccount(tx, work, 'session.end', { sessionId: id })
	})
}

/** Ends all of one's own but the one that asks. */
export async function endOtherSessions(work: Work): Promise<void> {
	const { assignmentId, sessionId } = work.actor
	await work.db.transaction(async (tx) => {
		const others = and(eq(sessions.assignmentId, assignmentId), ne(sessions.id, sessionId))
		const ended = await deleteSessions(tx, others)
		await noteAccount(tx, work, 'session.end', { count: ended.length })
	})
}

/** After a change of what opens an account: every session of it, but `except`. */
export async function endSessionsOf(
	tx: Db,
	{ personId, facilityId }: Pick<Account, 'personId' | 'facilityId'>,
	except?: Id,
): Promise<void> {
	const own = tx
		.select({ id: assignments.id })
		.from(assignments)
		.where(sql`${assignments.personId} = ${personId} and ${assignments.facilityId} is not distinct from ${facilityId}`)
	const others = except === undefined ? undefined : ne(sessions.id, except)
	await deleteSessions(tx, and(inArray(sessions.assignmentId, own), others))
}
