import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import type { Sealed } from '@enshin/db/schema/columns.ts'
import { people } from '@enshin/db/schema/index.ts'
import type { Vault } from '@enshin/db/sealing/vault.ts'
import { sql } from 'drizzle-orm'
import { person } from '../sealed/open-cells.ts'
import { openName } from '../sealed/open-person.ts'

/** Names of these people, as far as the scope shows them. */
export async function openNames(db: Db, vault: Vault, ids: Iterable<Id>): Promise<Map<Id, string>> {
	const wanted = [...new Set(ids)]
	if (wanted.length === 0) return new Map()
	const rows = await db
		.select({ id: people.id, identity: people.identity })
		.from(people)
		.where(sql`${people.id} = any(${sql.param(`{${wanted.join(',')}}`)}::uuid[])`)
	return await openEachName(db, vault, rows)
}

export async function openEachName(
	db: Db,
	vault: Vault,
	rows: readonly { id: Id; identity: Sealed }[],
): Promise<Map<Id, string>> {
	const keys = await vault.keys(
		db,
		rows.map(({ id }) => person(id)),
	)
	return new Map(rows.map(({ id, identity }) => [id, openName(keys, id, identity).name]))
}
