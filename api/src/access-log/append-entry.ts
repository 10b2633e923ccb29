import type { AccessAction } from '@enshin/contracts/access-log.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { sql } from 'drizzle-orm'

export type Entry = {
	/** Whose log: a facility's id, or the person's for what belongs to no facility. */
	chainId: Id
	/** Null for a program. */
	actorId: Id | null
	action: AccessAction
	/** The patients whose data it was. */
	subjects: readonly Id[]
	/** Ids and codes only: the log is not sealed. */
	detail: Record<string, string | number | boolean | null>
}

/**
 * Writes one entry, in the caller's transaction and as its last act: other writers of the same log wait for its end. The
 * database refuses another tenant's log and another person's name (42501).
 */
export async function appendEntry(db: Db, { chainId, actorId, action, subjects, detail }: Entry): Promise<void> {
	const about = `{${subjects.join(',')}}`
	await db.execute(
		sql`select append_access_log(${chainId}::uuid, ${actorId}::uuid, ${action}, ${about}::uuid[], ${JSON.stringify(detail)}::jsonb)`,
	)
}
