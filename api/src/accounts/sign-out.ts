import { sessions } from '@enshin/db/schema/index.ts'
import { eq } from 'drizzle-orm'
import type { Work } from '../http/context.ts'
import { deleteSessions } from './delete-sessions.ts'
import { noteAccount } from './note-account.ts'

/** Ends the session the request came with, at once and everywhere: in other tabs too, calls included. In scope `auth`. */
export async function signOut(work: Work): Promise<void> {
	await work.db.transaction(async (tx) => {
		await deleteSessions(tx, eq(sessions.id, work.actor.sessionId))
		await noteAccount(tx, work, 'sign_out')
	})
}
