import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { appointments } from '@enshin/db/schema/index.ts'
import { and, eq, ne, sql } from 'drizzle-orm'

/** 診療録: five years from the end of care (医師法 第24条), which also covers 調剤録 and 診療計画書. */
const recordYears = 5

/** Without any record: time to fetch the export, and to change one's mind. */
const graceDays = 30

/**
 * Until when a patient's key must live: five years after the last visit that took place or was to, for each facility that
 * keeps a record; `kept` says whether any does.
 */
export async function retentionOf(db: Db, patientId: Id, now: Date): Promise<{ dueAt: Date; kept: boolean }> {
	const [{ last } = { last: null }] = await db
		.select({ last: sql<string | null>`max(upper(${appointments.during}))` })
		.from(appointments)
		.where(
			and(
				eq(appointments.patientId, patientId),
				ne(appointments.status, 'cancelled'),
				sql`${appointments.startsAt} <= ${now.toISOString()}`,
			),
		)
	const grace = new Date(now.getTime() + graceDays * 24 * 3_600_000)
	if (last === null) return { dueAt: grace, kept: false }
	const due = new Date(last)
	due.setUTCFullYear(due.getUTCFullYear() + recordYears)
	return { dueAt: due > grace ? due : grace, kept: true }
}
