import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import type { Sealed } from '@enshin/db/schema/columns.ts'
import { people } from '@enshin/db/schema/index.ts'
import type { Vault } from '@enshin/db/sealing/vault.ts'
import { sql } from 'drizzle-orm'
import { openCell, person } from '../sealed/open-cells.ts'

/** Names of these people, as far as the scope shows them. */
export async function openNames(db: Db, vault: Vault, ids: Iterable<Id>): Promise<Map<Id, string>> {
	const wanted = [...new Set(ids)]
	if (wanted.length === 0) return new Map()
	const rows = await db
		.select({ id: people.id, name: people.name })
		.from(people)
		.where(sql`${people.id} = any(${sql.param(`{${wanted.join(',')}}`)}::uuid[])`)
	return await openNameCells(db, vault, rows)
}

export async function openNameCells(
	db: Db,
	vault: Vault,
	rows: readonly { id: Id; name: Sealed }[],
): Promise<Map<Id, string>> {
	const keys = await vault.keys(
		db,
		rows.map(({ id }) => person(id)),
	)
	const at = (row: Id) => ({ table: 'people', column: 'name', row })
	return new Map(rows.map(({ id, name }) => [id, openCell(keys, person(id), at(id), name)]))
}
