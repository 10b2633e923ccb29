import { sessions } from '@enshin/db/schema/index.ts'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Work } from '../http/context.ts'

/** 離席 (Q16): from now on the session opens nothing but its own lock, its sign-out, and a call that goes on. */
export async function lockSession({ db, actor }: Work): Promise<void> {
	await db
		.update(sessions)
		.set({ lockedAt: sql`now()` })
		.where(and(eq(sessions.id, actor.sessionId), isNull(sessions.lockedAt)))
}
