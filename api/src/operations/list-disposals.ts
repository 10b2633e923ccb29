import { disposals } from '@enshin/db/schema/index.ts'
import { asc, isNull } from 'drizzle-orm'
import { inJst } from './in-jst.ts'
import type { Ops } from './operating.ts'

/** What waits to be destroyed, the first due first. Ids alone: it names no one. */
export async function listDisposals({ db }: Pick<Ops, 'db'>) {
	const rows = await db.select().from(disposals).where(isNull(disposals.executedAt)).orderBy(asc(disposals.dueAt))
	return rows.map(({ id, dueAt, subject, subjectId, reason }) => ({
		id,
		due: inJst(dueAt),
		subject,
		subjectId,
		reason,
	}))
}
