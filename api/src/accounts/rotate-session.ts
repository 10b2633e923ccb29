import { ProblemError } from '@enshin/contracts/errors.ts'
import type { SessionState } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { sessions } from '@enshin/db/schema/index.ts'
import { and, eq, sql } from 'drizzle-orm'
import type { Actor } from '../http/context.ts'
import { lifetimeOf } from './session-lifetime.ts'
import { hashSessionToken, newSessionToken } from './session-token.ts'

export type Rotation = {
	state: SessionState
	/** Adds to what was proved in this session: `totp`. */
	proved?: string
}

/**
 * A new token for a session whose rights change; the old one opens nothing from now on, so that a token planted before
 * signing in, or copied since, is worth nothing (session fixation). Who asks has just proved who they are.
 */
export async function rotateSession(
	db: Db,
	{ sessionId, sessionState }: Pick<Actor, 'sessionId' | 'sessionState'>,
	{ state, proved }: Rotation,
): Promise<{ token: string; expiresAt: Date }> {
	const token = newSessionToken()
	const [rotated] = await db
		.update(sessions)
		.set({
			tokenHash: hashSessionToken(token),
			state,
			authenticatedAt: sql`now()`,
			lastUsedAt: sql`now()`,
			lockedAt: null,
			...(proved && { methods: sql`${sessions.methods} || ' ' || ${proved}` }),
			...(state !== sessionState && lifetimeOf(state)),
		})
		// Of two answers to one question, the first wins.
		.where(and(eq(sessions.id, sessionId), eq(sessions.state, sessionState)))
		.returning({ expiresAt: sessions.expiresAt })
	if (!rotated) throw new ProblemError('auth.required')
	return { token, expiresAt: rotated.expiresAt }
}
