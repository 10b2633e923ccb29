import type { Id, SessionState } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { sessions } from '@enshin/db/schema/index.ts'
import type { Keys } from '@enshin/db/sealing/vault.ts'
import { and, eq, lt, or, sql } from 'drizzle-orm'
import { person } from '../sealed/open-cells.ts'
import { lifetimeOf } from './session-lifetime.ts'
import { hashSessionToken, newSessionToken } from './session-token.ts'

export type NewSession = {
	state: SessionState
	/** What was proved: `password`. */
	methods: string
	/** Whose it is, with their keys: what the browser calls itself and its address are sealed for them. */
	origin?: { keys: Keys; personId: Id; userAgent: string | null; address: string | null }
}

export type Opened = { sessionId: Id; token: string; expiresAt: Date }

/** A new session; the token is told once and kept nowhere. The same person's dead sessions are swept out with it. */
export async function openSession(
	db: Db,
	assignmentId: Id,
	{ state, methods, origin }: NewSession = { state: 'full', methods: 'password' },
): Promise<Opened> {
	const token = newSessionToken()
	const sessionId = newId()
	const seal = (column: 'user_agent' | 'address', text: string | null | undefined) =>
		origin && text
			? origin.keys.seal(person(origin.personId), { table: 'sessions', column, row: sessionId }, text)
			: null
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
			id: sessionId,
			assignmentId,
			tokenHash: hashSessionToken(token),
			state,
			methods,
			userAgent: seal('user_agent', origin?.userAgent?.slice(0, 400)),
			address: seal('address', origin?.address),
			...lifetimeOf(state),
		})
		.returning({ expiresAt: sessions.expiresAt })
	if (!opened) throw new Error('an inserted session was not returned')
	return { sessionId, token, expiresAt: opened.expiresAt }
}
