import type { Db } from '@enshin/db/client.ts'
import { type SealedColumn, sealedColumns } from '@enshin/db/inventory/sealed-columns.ts'
import type { Sealed } from '@enshin/db/schema/columns.ts'
import type { Owner, Vault } from '@enshin/db/sealing/vault.ts'
import { sql } from 'drizzle-orm'

/**
 * A schema `plain` beside the real one: every table that has sealed columns once more, with its rows and indexes, its
 * texts in clear and no policies. Whoever has it first in the search path runs the same queries on plain text.
 */
export async function makePlainCopy(db: Db, vault: Vault): Promise<void> {
	await db.execute(sql`create schema plain`)
	for (const table of new Set(sealedColumns().map((column) => column.table))) {
		const [from, to] = [sql`public.${sql.identifier(table)}`, sql`plain.${sql.identifier(table)}`]
		await db.execute(sql`create table ${to} (like ${from} including all)`)
		await db.execute(sql`insert into ${to} select * from ${from}`)
	}
	for (const column of sealedColumns()) await openColumn(db, vault, column)
}

async function openColumn(db: Db, vault: Vault, { table, column, by }: SealedColumn): Promise<void> {
	const [to, name] = [sql`plain.${sql.identifier(table)}`, sql.identifier(column)]
	const join = by.via ? sql`join ${sql.identifier(by.via.table)} v on v.id = t.${sql.identifier(by.via.column)}` : sql``
	const owner = sql`${by.via ? sql`v` : sql`t`}.${sql.identifier(by.ownerColumn)}`
	const kind = typeof by.kind === 'string' ? sql`${by.kind}::text` : sql`t.${sql.identifier(by.kind.column)}::text`
	const cells = await db.execute<{ row: string; kind: Owner['kind']; owner: string; cell: Sealed }>(
		sql`select t.id as row, ${kind} as kind, ${owner} as owner, t.${name} as cell
			from public.${sql.identifier(table)} t ${join} where t.${name} is not null`,
	)
	const keys = await vault.keys(
		db,
		cells.map((cell): Owner => ({ kind: cell.kind, id: cell.owner })),
	)
	await db.execute(sql`alter table ${to} alter column ${name} type text using encode(${name}, 'escape')`)
	for (const { row, cell, ...of } of cells) {
		const text = keys.open({ kind: of.kind, id: of.owner }, { table, column, row }, cell)
		// Without the spaces that keep a sealed record's length to itself.
		await db.execute(sql`update ${to} set ${name} = ${text.trimEnd()} where id = ${row}`)
	}
}
