import { type AccessLogFilter, accessAction } from '@enshin/contracts/access-log.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import { addDays, tokyoMoment } from '@enshin/contracts/tokyo.ts'
import type { Db } from '@enshin/db/client.ts'
import { accessLog } from '@enshin/db/schema/index.ts'
import { and, desc, eq, gte, lt, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'

export type EntryRow = {
	seq: number
	at: Date
	action: string
	actorId: Id | null
	subjects: Id[]
	detail: Record<string, string | number | boolean | null>
	/** Hex. */
	hash: string
}

/** What a filter means in the facility's own chain; days are whole days in Asia/Tokyo. */
export function matching(chainId: Id, { from, to, actor, patient, action }: AccessLogFilter): SQL | undefined {
	return and(
		eq(accessLog.chainId, chainId),
		from === undefined ? undefined : gte(accessLog.at, tokyoMoment(from)),
		to === undefined ? undefined : lt(accessLog.at, tokyoMoment(addDays(to, 1))),
		actor === undefined ? undefined : eq(accessLog.actorId, actor),
		patient === undefined ? undefined : sql`${accessLog.subjects} @> array[${patient}]::uuid[]`,
		action === undefined ? undefined : eq(accessLog.action, action),
	)
}

/** Entries of a chain, newest first, `before` a number. */
export async function selectEntries(db: Db, where: SQL | undefined, before: number | undefined, limit: number) {
	const rows = await db
		.select({
			seq: accessLog.seq,
			at: accessLog.at,
			action: accessLog.action,
			actorId: accessLog.actorId,
			entry: accessLog.entry,
			hash: sql<string>`encode(${accessLog.hash}, 'hex')`,
		})
		.from(accessLog)
		.where(and(where, before === undefined ? undefined : lt(accessLog.seq, before)))
		.orderBy(desc(accessLog.seq))
		.limit(limit)
	return rows.map(({ entry, ...row }): EntryRow => ({ ...row, ...said.parse(JSON.parse(entry)) }))
}

/** As `append_access_log` wrote it; what it says is the truth, and the columns repeat it. */
const said = z.object({
	subjects: z.array(z.string()),
	detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).catch({}),
})

/** An action that this version knows; an older or a newer one has no words here. */
export const knownAction = (action: string) => accessAction.safeParse(action).data
