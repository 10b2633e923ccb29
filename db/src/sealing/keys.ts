import type { KeyObject } from 'node:crypto'
import type { Sealed } from '../schema/columns.ts'
import { openCell, sealCell, versionOf } from './cell.ts'
import { bindingOf, nameOf, type Owner, type Place } from './place.ts'
import { SealError } from './seal-error.ts'
import { type Unwrap, wrappingOf } from './unwrap.ts'

/**
 * The data keys of some owners. Hold it for one request: a version that comes later is not in it, and rotation counts on
 * nobody sealing for long with an older one.
 */
export interface Keys {
	/** Throws SealError where the owner has no key here. */
	seal(owner: Owner, place: Place, text: string): Sealed
	/** Throws SealError: `destroyed`, `does_not_open`, or `unknown_version`. */
	open(owner: Owner, place: Place, cell: Sealed): string
}

/** A row of `data_keys`, as much as opening takes. */
export interface KeyRow {
	owner: Owner
	version: number
	/** Nothing, once destroyed. */
	wrapped: Buffer | null
	masterKeyId: string
	/** Its time to seal has come. */
	seals: boolean
}

interface OwnerKeys {
	rows: Map<number, KeyRow>
	sealing: KeyRow | undefined
	unwrapped: Map<number, KeyObject>
}

/** Keys out of rows. Each is unwrapped when it is first used. */
export function keysOf(unwrap: Unwrap, rows: readonly KeyRow[]): Keys {
	const owners = new Map<string, OwnerKeys>()
	for (const row of rows) {
		const name = nameOf(row.owner)
		const keys = owners.get(name) ?? { rows: new Map(), sealing: undefined, unwrapped: new Map() }
		owners.set(name, keys)
		keys.rows.set(row.version, row)
		if (row.seals && row.version > (keys.sealing?.version ?? 0)) keys.sealing = row
	}

	const use = (keys: OwnerKeys, row: KeyRow): KeyObject => {
		const known = keys.unwrapped.get(row.version)
		if (known) return known
		const what = `key ${row.version} of ${nameOf(row.owner)}`
		if (!row.wrapped) throw new SealError('destroyed', what)
		const key = unwrap({ wrapped: row.wrapped, masterKeyId: row.masterKeyId }, wrappingOf(row.owner, row.version))
		keys.unwrapped.set(row.version, key)
		return key
	}

	return {
		seal(owner, place, text) {
			const keys = owners.get(nameOf(owner))
			if (!keys?.sealing) throw new SealError('unknown_version', `no key of ${nameOf(owner)}`)
			const { version } = keys.sealing
			return sealCell(use(keys, keys.sealing), version, bindingOf(owner, place, version), text)
		},
		open(owner, place, cell) {
			const version = versionOf(cell, place)
			const keys = owners.get(nameOf(owner))
			const row = keys?.rows.get(version)
			if (!keys || !row) throw new SealError('unknown_version', `no key ${version} of ${nameOf(owner)}`)
			return openCell(use(keys, row), bindingOf(owner, place, version), place, cell)
		},
	}
}
