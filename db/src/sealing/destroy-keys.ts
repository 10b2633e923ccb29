import { and, eq, isNotNull, sql } from 'drizzle-orm'
import type { Db } from '../client.ts'
import { dataKeys } from '../schema/data-keys.ts'
import type { Owner } from './place.ts'

/**
 * Crypto-shredding: destroys an owner's data keys, all versions, and with them every cell sealed under them, wherever
 * copies of the cells lie: in this database, its log, its replicas, and in every backup that leaves `data_keys` out.
 * Resolves to when it happened, or to nothing where no key was left. Cannot be undone; who may ask, and who agrees, is
 * the caller's business.
 *
 * A copy of the key row from before outlives this: in a backup that has `data_keys`, and in Postgres's own dead rows and
 * log, until it vacuums and recycles them (`vacuum data_keys` does the first at once). Such a copy is
 * wrapped, and whoever brings it back still needs the master key that wrapped it. So:
 * - back up `data_keys` apart from the rest, keep few of its backups, and restore the newest; then a restored old dump
 *   meets the key table as it is, where the key is destroyed;
 * - or retire the master key's version (`pnpm keys:rotate --retire`) after a destruction: the living keys have been
 *   wrapped anew, and every older copy of `data_keys` is waste. Older backups of the database then need the newest
 *   `data_keys` to be read.
 */
export async function destroyKeys(db: Db, owner: Owner): Promise<Date | undefined> {
	const destroyed = await db
		.update(dataKeys)
		.set({ wrapped: null, destroyedAt: sql`now()` })
		.where(and(eq(dataKeys.ownerId, owner.id), eq(dataKeys.ownerKind, owner.kind), isNotNull(dataKeys.wrapped)))
		.returning({ at: dataKeys.destroyedAt })
	return destroyed[0]?.at ?? undefined
}
