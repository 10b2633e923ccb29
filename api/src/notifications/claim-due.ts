import type { Db } from '@enshin/db/client.ts'
import { outbox } from '@enshin/db/schema/index.ts'
import { inArray, sql } from 'drizzle-orm'

export type Claimed = typeof outbox.$inferSelect

/** Longer than any adapter takes: a mail whose sender died is taken by another after this. */
const leaseSeconds = 120

/**
 * Takes up to `count` messages that are due, oldest first; no two processes take the same one. What is taken is
 * committed before anything is sent. A mail stays `pending`, due again when the lease is over. An SMS is `sending` from
 * now on, and never due again: whoever finds it so later knows that nobody knows whether it went out.
 */
export async function claimDue(db: Db, count: number): Promise<Claimed[]> {
	const due = db
		.select({ id: outbox.id })
		.from(outbox)
		.where(sql`${outbox.status} = 'pending' and ${outbox.nextAttemptAt} <= now()`)
		.orderBy(outbox.nextAttemptAt)
		.limit(count)
		.for('update', { skipLocked: true })
	return await db
		.update(outbox)
		.set({
			status: sql`case when ${outbox.channel} = 'sms' then 'sending' else 'pending' end::outbox_status`,
			attempts: sql`${outbox.attempts} + 1`,
			nextAttemptAt: sql`now() + make_interval(secs => ${leaseSeconds})`,
		})
		.where(inArray(outbox.id, due))
		.returning()
}
