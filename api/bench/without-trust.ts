import type { Db, Tx } from '@enshin/db/client.ts'
import type { Sealed } from '@enshin/db/schema/columns.ts'
import type { Keys, Vault } from '@enshin/db/sealing/vault.ts'
import type { Work } from '../src/http/context.ts'

/** Cells are what they say: for tables whose sealed columns are text. */
const openKeys: Keys = {
	seal: (_owner, _place, text) => Buffer.from(text) as Sealed,
	open: (_owner, _place, cell) => String(cell),
}

/**
 * The same work without what is measured: no transaction around it and no entry in the log (the one thing that a listing
 * asks of `execute`), no keys to read. On a connection that meets plain text first, and no policies.
 */
export function withoutTrust(work: Omit<Work, 'db'>, plain: Db): Work {
	const db: Db = new Proxy(plain, {
		get(target, name) {
			if (name === 'transaction') return (within: (tx: Tx) => unknown) => within(db as Tx)
			if (name === 'execute') return async () => []
			return Reflect.get(target, name)
		},
	})
	const vault: Vault = { ...work.vault, keys: async () => openKeys }
	return { ...work, db, vault }
}
