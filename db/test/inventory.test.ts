import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { inventory } from '../src/inventory/inventory.ts'
import { openTestDatabase } from '../src/testing.ts'

const { db } = await openTestDatabase()

test('the migrated database has no column that the inventory does not know, whoever wrote the migration', async () => {
	const rows = await db.execute<{ name: string }>(
		sql`select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'`,
	)
	const known = Object.entries(inventory).flatMap(([table, { columns }]) =>
		Object.keys(columns).map((column) => `${table}.${column}`),
	)
	expect(rows.map(({ name }) => name).sort()).toEqual(known.sort())
})
