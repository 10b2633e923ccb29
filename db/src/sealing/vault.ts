import { randomBytes } from 'node:crypto'
import type { Id } from '@enshin/contracts/ids.ts'
import { sql } from 'drizzle-orm'
import type { Db } from '../client.ts'
import { dataKeys } from '../schema/data-keys.ts'
import { type IndexPurpose, indexUse } from './index-purpose.ts'
import { type KeyRow, type Keys, keysOf } from './keys.ts'
import { authenticate, type MasterKey } from './master-key.ts'
import { nameOf, type Owner } from './place.ts'
import { remembering, unwrapBy, wrappingOf } from './unwrap.ts'

export type { Sealed } from '../schema/columns.ts'
export type { IndexPurpose } from './index-purpose.ts'
export type { Keys } from './keys.ts'
export type { MasterKey } from './master-key.ts'
export { createMasterKeyFile, loadMasterKey, type MasterKeySource, masterKeySource } from './master-key-file.ts'
export type { Owner, Place } from './place.ts'
export { SealError } from './seal-error.ts'

export interface Vault {
	/**
	 * The first data key of a new owner, in the transaction that makes the owner. Returns keys ready to seal for it.
	 * Rejects for an owner that has one.
	 */
	createKey(db: Db, owner: Owner): Promise<Keys>
	/**
	 * The keys of these owners, read in one query and unwrapped here. Duplicates are fine; owners that are unknown, hidden
	 * by row-level security, or destroyed fail only when used.
	 */
	keys(db: Db, owners: readonly Owner[]): Promise<Keys>
	/**
	 * A blind index: HMAC-SHA-256 under a key of this purpose and tenant, so that equal texts are found without being
	 * read, and cannot be matched across purposes or facilities. 32 bytes; the caller folds the text first.
	 */
	index(purpose: IndexPurpose, tenant: Id | null, text: string): Buffer
}

/** How many derived index keys are kept; one is needed for each purpose and facility. */
const keptIndexKeys = 10_000

/** Opens what the master key guards. */
export function createVault(master: MasterKey): Vault {
	const indexKeys = new Map<string, Buffer>()
	const unwrap = remembering(unwrapBy(master))
	return {
		async createKey(db, owner) {
			const version = 1
			const dataKey = randomBytes(32)
			const { wrapped, masterKeyId } = master.wrap(dataKey, wrappingOf(owner, version))
			dataKey.fill(0)
			await db.insert(dataKeys).values({ ownerKind: owner.kind, ownerId: owner.id, version, wrapped, masterKeyId })
			return keysOf(unwrap, [{ owner, version, wrapped, masterKeyId, seals: true }])
		},
		async keys(db, owners) {
			const wanted = new Set(owners.map(nameOf))
			const ids = new Set(owners.map((owner) => owner.id.toLowerCase()))
			return keysOf(
				unwrap,
				ids.size === 0 ? [] : (await readKeys(db, ids)).filter(({ owner }) => wanted.has(nameOf(owner))),
			)
		},
		index(purpose, tenant, text) {
			const use = indexUse(purpose, tenant)
			const key = indexKeys.get(use) ?? master.derive(use)
			if (indexKeys.size >= keptIndexKeys) indexKeys.clear()
			indexKeys.set(use, key)
			return authenticate(key, text)
		},
	}
}

type StoredKey = Omit<KeyRow, 'owner'> & { kind: Owner['kind']; id: Id }

/**
 * Not by drizzle's builder: a list has a hundred owners, and mapping their rows took longer than reading them. Joined, as
 * a prepared `= any($1)` compares each row with each of the hundred.
 */
async function readKeys(db: Db, ids: Iterable<Id>): Promise<KeyRow[]> {
	const rows = await db.execute<StoredKey>(sql`
		select owner_kind as kind, owner_id as id, version, wrapped, master_key_id as "masterKeyId", seals_from <= now() as seals
		from unnest(${`{${[...ids].join(',')}}`}::uuid[]) as wanted(id) join data_keys on owner_id = wanted.id`)
	return rows.map(({ kind, id, ...row }) => ({ owner: { kind, id }, ...row }))
}
