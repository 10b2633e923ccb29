import type { Db } from '@enshin/db/client.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { sessions } from '@enshin/db/schema/index.ts'
import { and, eq, lt, or, sql } from 'drizzle-orm'
import { absoluteExpiry, idleExpiry } from './session-lifetime.ts'
import { hashSessionToken, newSessionToken } from './session-token.ts'

/** A new session; the token is told once and kept nowhere. The same person's dead sessions are swept out with it. */
export async function openSession(db: Db, assignmentId: string): Promise<{ token: string; expiresAt: Date }> {
	const token = newSessionToken()
	await db
		.delete(sessions)
		.where(
			and(
				eq(sessions.assignmentId, assignmentId),
				or(lt(sessions.expiresAt, sql`now()`), lt(sessions.idleExpiresAt, sql`now()`)),
			),
		)
	const [opened] = await db
		.insert(sessions)
		.values({
			id: newId(),
			assignmentId,
			tokenHash: hashSessionToken(token),
			idleExpiresAt: idleExpiry,
			expiresAt: absoluteExpiry,
		})
		.returning({ expiresAt: sessions.expiresAt })
	if (!opened) throw new Error('an inserted session was not returned')
	return { token, expiresAt: opened.expiresAt }
}
