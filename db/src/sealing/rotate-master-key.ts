import { and, eq, gt, inArray, isNotNull, ne } from 'drizzle-orm'
import type { Db } from '../client.ts'
import { dataKeys } from '../schema/data-keys.ts'
import { type MasterKey, type Wrapped, withNewVersion } from './master-key.ts'
import { readMasterKeyFile, replaceMasterKeyFile } from './master-key-file.ts'
import type { Owner } from './place.ts'
import { SealError } from './seal-error.ts'
import { wrappingOf } from './unwrap.ts'

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

export interface Rewrapping {
	rewrapped: number
	/** Keys that no version of the master key unwraps: left as they are. */
	unreadable: { owner: Owner; version: number }[]
}

/**
 * Wraps every data key under the current version of the master key, without touching a cell; services go on meanwhile.
 * Compare-and-set: a key destroyed in between stays destroyed.
 */
export async function rewrapDataKeys(db: Db, master: MasterKey): Promise<Rewrapping> {
	const done: Rewrapping = { rewrapped: 0, unreadable: [] }
	let after = '00000000-0000-0000-0000-000000000000'
	for (;;) {
		const old = and(gt(dataKeys.id, after), ne(dataKeys.masterKeyId, master.currentId()), isNotNull(dataKeys.wrapped))
		const rows = await db.select().from(dataKeys).where(old).orderBy(dataKeys.id).limit(batchRows)
		const last = rows.at(-1)
		if (!last) return done
		after = last.id
		for (const { id, ownerKind, ownerId, version, wrapped, masterKeyId } of rows) {
			if (!wrapped) continue
			const owner: Owner = { kind: ownerKind, id: ownerId }
			const anew = wrapAnew(master, { wrapped, masterKeyId }, wrappingOf(owner, version))
			if (!anew) {
				done.unreadable.push({ owner, version })
				continue
			}
			await db
				.update(dataKeys)
				.set(anew)
				.where(and(eq(dataKeys.id, id), eq(dataKeys.wrapped, wrapped)))
			done.rewrapped++
		}
	}
}

function wrapAnew(master: MasterKey, key: Wrapped, binding: string): Wrapped | undefined {
	try {
		const dataKey = master.unwrap(key, binding)
		const anew = master.wrap(dataKey, binding)
		dataKey.fill(0)
		return anew
	} catch (error) {
		if (error instanceof SealError) return undefined
		throw error
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
