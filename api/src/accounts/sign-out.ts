import type { Db } from '@enshin/db/client.ts'
import { sessions } from '@enshin/db/schema/index.ts'
import { eq } from 'drizzle-orm'
import type { Actor } from '../http/context.ts'

/** Ends the session the request came with, at once and everywhere. */
export async function signOut(db: Db, actor: Actor): Promise<void> {
	await db.delete(sessions).where(eq(sessions.id, actor.sessionId))
}
