import type { Db } from '@enshin/db/client.ts'
import { outbox } from '@enshin/db/schema/index.ts'
import { sql } from 'drizzle-orm'

/** How long it can be told that something was sent, and to whom. */
const keptDays = 30

/** Removes what was done with long ago, an SMS of which nobody knows among it. What still waits stays. */
export async function sweepSettled(db: Db): Promise<void> {
	await db
		.delete(outbox)
		.where(sql`${outbox.status} <> 'pending' and ${outbox.createdAt} < now() - make_interval(days => ${keptDays})`)
}
