import type { Db } from '@enshin/db/client.ts'
import { assignments, facilities, people, practitioners, sessions } from '@enshin/db/schema/index.ts'
import { and, eq, gt, isNotNull, lt, sql } from 'drizzle-orm'
import type { Actor } from '../http/context.ts'
import { mayBeHere } from './may-be-here.ts'
import { idleExpiry, touchAfter } from './session-lifetime.ts'
import { hashSessionToken } from './session-token.ts'

/**
 * Who holds this token, by the database's clock; null for one unknown, signed out or expired, and where the person may no
 * longer be here. Keeps it from idling. In scope `auth`.
 */
export async function findSession(db: Db, token: string): Promise<Actor | null> {
	const [found] = await db
		.select({
			sessionId: sessions.id,
			assignmentId: assignments.id,
			emergency: assignments.emergency,
			sessionState: sessions.state,
			locked: sql<boolean>`${isNotNull(sessions.lockedAt)}`,
			authenticatedAt: sessions.authenticatedAt,
			personId: assignments.personId,
			role: assignments.role,
			facilityId: assignments.facilityId,
			practitionerId: practitioners.id,
			locale: people.locale,
			stale: sql<boolean>`${sessions.lastUsedAt} < now() - ${touchAfter}`,
		})
		.from(sessions)
		.innerJoin(assignments, eq(assignments.id, sessions.assignmentId))
		.innerJoin(people, eq(people.id, assignments.personId))
		.leftJoin(facilities, eq(facilities.id, assignments.facilityId))
		.leftJoin(
			practitioners,
			and(eq(practitioners.personId, assignments.personId), eq(practitioners.facilityId, assignments.facilityId)),
		)
		.where(
			and(
				eq(sessions.tokenHash, hashSessionToken(token)),
				gt(sessions.idleExpiresAt, sql`now()`),
				gt(sessions.expiresAt, sql`now()`),
				mayBeHere,
			),
		)
	if (!found) return null
	const { stale, ...actor } = found
	if (stale) await touch(db, actor.sessionId)
	return { ...actor, actingId: actor.personId }
}

/** The condition is asked again, so that of many requests at once one writes. */
async function touch(db: Db, sessionId: string): Promise<void> {
	await db
		.update(sessions)
		.set({ lastUsedAt: sql`now()`, idleExpiresAt: idleExpiry })
		.where(and(eq(sessions.id, sessionId), lt(sessions.lastUsedAt, sql`now() - ${touchAfter}`)))
}
