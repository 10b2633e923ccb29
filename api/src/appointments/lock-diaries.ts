import type { Id } from '@enshin/contracts/ids.ts'
import type { Tx } from '@enshin/db/client.ts'
import { sql } from 'drizzle-orm'

/**
 * Waits until nobody else writes into these people's diaries (practitioners and patients), and keeps others waiting until
 * the transaction ends. The exclusion constraints would do without, but slowly: two who insert overlapping rows at once
 * wait for each other, which Postgres resolves after a second by ending one of them.
 *
 * All locks are taken in the one order of their numbers, so that nobody ever waits in a circle.
 */
export async function lockDiaries(tx: Tx, ids: readonly Id[]): Promise<void> {
	const keys = [...new Set(ids.map(lockKey))].toSorted((a, b) => (a < b ? -1 : 1))
	await tx.execute(sql`select pg_advisory_xact_lock(key) from unnest(${`{${keys.join()}}`}::bigint[]) as key`)
}

/** The random half of a UUID: a number for a lock. Two people sharing one would wait for each other, and no more. */
function lockKey(id: Id): bigint {
	return BigInt.asIntN(64, BigInt(`0x${id.replaceAll('-', '').slice(16)}`))
}
