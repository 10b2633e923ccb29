import { and, eq, inArray, isNotNull, ne } from 'drizzle-orm'
import type { Db } from '../client.ts'
import { dataKeys } from '../schema/data-keys.ts'
import { wrappingOf } from './keys.ts'
import { type MasterKey, withNewVersion } from './master-key.ts'
import { readMasterKeyFile, replaceMasterKeyFile } from './master-key-file.ts'

/**
 * Adds a version to the master key's file, which wraps from now on. Running services that read the file notice by
 * themselves; what systemd brought as a credential is a copy, and wants a restart first. Returns the new version's id.
 */
export function addMasterKeyVersion(path: string): string {
	const next = withNewVersion(readMasterKeyFile(path))
	replaceMasterKeyFile(path, next)
	return next.current
}

const batchRows = 500

/**
 * Wraps every data key under the current version of the master key, without touching a cell; services go on meanwhile.
 * Compare-and-set: a key destroyed in between stays destroyed. Returns how many were wrapped anew.
 */
export async function rewrapDataKeys(db: Db, master: MasterKey): Promise<number> {
	let rewrapped = 0
	for (;;) {
		const rows = await db
			.select()
			.from(dataKeys)
			.where(and(ne(dataKeys.masterKeyId, master.currentId()), isNotNull(dataKeys.wrapped)))
			.orderBy(dataKeys.id)
			.limit(batchRows)
		if (rows.length === 0) return rewrapped
		for (const { id, ownerKind, ownerId, version, wrapped, masterKeyId } of rows) {
			if (!wrapped) continue
			const binding = wrappingOf({ kind: ownerKind, id: ownerId }, version)
			const dataKey = master.unwrap({ wrapped, masterKeyId }, binding)
			const anew = master.wrap(dataKey, binding)
			dataKey.fill(0)
			await db
				.update(dataKeys)
				.set(anew)
				.where(and(eq(dataKeys.id, id), eq(dataKeys.wrapped, wrapped)))
			rewrapped++
		}
	}
}

/**
 * Takes out of the file every version but the current one, for good: what they wrapped, and is only left in old copies of
 * `data_keys`, nobody opens again. Refuses while a living key still hangs on one. Wait, after `addMasterKeyVersion`, as
 * long as a transaction may last, and re-wrap once more. Returns the ids that went.
 */
export async function retireMasterKeys(db: Db, path: string): Promise<string[]> {
	const { current, keys, indexSecret } = readMasterKeyFile(path)
	const old = [...keys.keys()].filter((id) => id !== current)
	if (old.length === 0) return []
	const hanging = await db.$count(dataKeys, and(inArray(dataKeys.masterKeyId, old), isNotNull(dataKeys.wrapped)))
	if (hanging > 0)
		throw new Error(`${hanging} data keys are still wrapped by an old version: run the rotation again first.`)
	const kept = new Map([...keys].filter(([id]) => id === current))
	replaceMasterKeyFile(path, { current, keys: kept, indexSecret })
	return old
}
