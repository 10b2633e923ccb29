import type { ListedSession } from '@enshin/contracts/sign-in.ts'
import { sessions } from '@enshin/db/schema/index.ts'
import { and, desc, eq, gt, sql } from 'drizzle-orm'
import type { Work } from '../http/context.ts'
import { openCellOrNull, person } from '../sealed/open-cells.ts'
import { deviceWords } from './device-words.ts'

/** The browsers somebody is signed in with, the last used first. In scope `auth`. */
export async function listSessions({ db, vault, actor }: Work): Promise<ListedSession[]> {
	const rows = await db
		.select()
		.from(sessions)
		.where(
			and(
				eq(sessions.assignmentId, actor.assignmentId),
				eq(sessions.state, 'full'),
				gt(sessions.idleExpiresAt, sql`now()`),
				gt(sessions.expiresAt, sql`now()`),
			),
		)
		.orderBy(desc(sessions.lastUsedAt))
	const owner = person(actor.actingId)
	const keys = await vault.keys(db, [owner])
	return rows.map((row) => {
		const at = (column: string) => ({ table: 'sessions', column, row: row.id })
		return {
			id: row.id,
			current: row.id === actor.sessionId,
			...deviceWords(openCellOrNull(keys, owner, at('user_agent'), row.userAgent)),
			address: openCellOrNull(keys, owner, at('address'), row.address),
			createdAt: row.createdAt.toISOString(),
			lastUsedAt: row.lastUsedAt.toISOString(),
			locked: row.lockedAt !== null,
		}
	})
}
