import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import { openDatabase } from '../src/client.ts'
import { openIdentity } from '../src/identity.ts'
import { sealedColumns } from '../src/inventory/sealed-columns.ts'
import type { Sealed } from '../src/schema/columns.ts'
import { notices } from '../src/schema/index.ts'
import { createVault, type Owner } from '../src/sealing/vault.ts'
import { demoAccounts, demoFacilities } from '../src/seed/demo-accounts.ts'
import { seed } from '../src/seed.ts'
import { createTestMasterKey, startKillableServer } from '../src/testing.ts'

/** What stands in clear on purpose, to show that the search finds what is there. */
const control = '来週の火曜日はお休みします'

// A server of its own: the data files are searched whole.
const server = await startKillableServer()
const vault = createVault(createTestMasterKey())
await seed(server.url, vault)
const { db, close } = openDatabase({ url: server.url, name: 'test' })
afterAll(async () => {
	await close()
	await server.remove()
})
const notice = { titleEn: '-', bodyJa: '-', bodyEn: '-', startsAt: new Date() }
await db.insert(notices).values({ id: crypto.randomUUID(), kind: 'maintenance', titleJa: control, ...notice })

/** Two or more characters: a single kanji is three bytes, which random ones meet. */
const parts = (name: string) => name.split(' ').filter((part) => [...part].length > 1)

/** As stored, and as somebody would write it at home. */
const telephones = (number: string) => [number, number.replaceAll('-', ''), number.replace('+81', '0')]

const words = [
	...new Set([
		...demoAccounts.flatMap(({ name, kana, email, patient }) => [
			...[name, kana].flatMap((one) => [one, one.replace(' ', ''), ...parts(one)]),
			email,
			...(patient ? [patient.birthDate, patient.insuranceNumber, ...telephones(patient.telephone)] : []),
			...Object.values(patient?.facilities ?? {}).filter((chartNumber) => chartNumber !== null),
		]),
		...demoFacilities.flatMap(({ name, telephone }) => [name, ...telephones(telephone)]),
	]),
]

/** Those of the words that these bytes hold. */
function found(bytes: Buffer, of: readonly string[] = words): string[] {
	return of.filter((word) => bytes.includes(word))
}

test('the search looks for every name, kana, address and number of the seed', () => {
	expect(words.length).toBeGreaterThan(100)
	const some = ['髙橋 花子', 'はなこ', 'hanako@patient.example', '+819055501001', '09055501001', '記号 4101 番号 70001']
	expect(words).toEqual(expect.arrayContaining([...some, 'S-0001', '1951-04-03', 'さくら内科クリニック', '0355500101']))
})

test('a dump holds none of it, neither as text nor in bytes', async () => {
	const tables = await db.execute<{ name: string }>(
		sql`select format('%I.%I', schemaname, tablename) as name from pg_tables
			where schemaname not in ('pg_catalog', 'information_schema')`,
	)
	let dump = ''
	for (const { name } of tables) {
		const rows = await db.execute<{ row: string }>(sql`select t::text as row from ${sql.raw(name)} t`)
		dump += rows.map(({ row }) => row).join('\n')
	}
	expect(found(Buffer.from(dump), [control, '皮膚科'])).toEqual([control, '皮膚科'])
	expect(found(Buffer.from(dump))).toEqual([])
	// Bytes are written in hex.
	const inHex = words.map((word) => Buffer.from(word).toString('hex'))
	expect(found(Buffer.from(dump), inHex)).toEqual([])
	expect(dump).toContain('\\\\x01')
})

test('nor do the data files, the write-ahead log, or what the server says', async () => {
	// What is in memory goes to the files; the log has it already.
	await db.execute(sql`checkpoint`)
	const [shown] = await db.execute<{ data_directory: string }>(sql`show data_directory`)
	const folder = shown?.data_directory ?? ''
	const files = await readdir(folder, { recursive: true, withFileTypes: true })
	const [seen, controls] = [new Set<string>(), new Set<string>()]
	for (const file of files.filter((one) => one.isFile())) {
		const bytes = await readFile(join(file.parentPath, file.name)).catch(() => Buffer.alloc(0))
		const where = file.parentPath.slice(folder.length + 1).split('/')[0]
		if (bytes.includes(control)) controls.add(where ?? '')
		for (const word of found(bytes)) seen.add(`${word} in ${where}/${file.name}`)
	}
	expect([...seen]).toEqual([])
	expect([...controls].sort()).toEqual(['base', 'pg_wal'])
	expect(found(Buffer.from(server.log.join('\n')))).toEqual([])
})

test('every sealed cell of the seed opens under the key that the inventory names', async () => {
	let opened = 0
	for (const { table, column, by } of sealedColumns()) {
		const owner = sql`${by.via ? sql`v` : sql`t`}.${sql.identifier(by.ownerColumn)}`
		const join = by.via
			? sql`join ${sql.identifier(by.via.table)} v on v.id = t.${sql.identifier(by.via.column)}`
			: sql``
		const kind = typeof by.kind === 'string' ? sql`${by.kind}::text` : sql`t.${sql.identifier(by.kind.column)}::text`
		const cells = await db.execute<{ row: string; kind: Owner['kind']; owner: string; cell: Sealed }>(
			sql`select t.id as row, ${kind} as kind, ${owner} as owner, t.${sql.identifier(column)} as cell
				from ${sql.identifier(table)} t ${join} where t.${sql.identifier(column)} is not null`,
		)
		const owners = cells.map((cell): Owner => ({ kind: cell.kind, id: cell.owner }))
		const keys = await vault.keys(db, owners)
		for (const { row, cell, ...of } of cells) {
			const text = keys.open({ kind: of.kind, id: of.owner }, { table, column, row }, cell)
			expect(text, `${table}.${column}`).not.toBe('')
			opened++
		}
	}
	expect(opened).toBeGreaterThan(60)
})

test('two people swapped between their rows do not open', async () => {
	const rows = await db.execute<{ id: string; identity: Sealed }>(
		sql`select id, identity from people order by id limit 2`,
	)
	const [one, other] = rows
	if (!one || !other) throw new Error('There are many')
	await db.execute(sql`update people set identity = ${other.identity} where id = ${one.id}`)
	await db.execute(sql`update people set identity = ${one.identity} where id = ${other.id}`)
	const swapped = await db.execute<{ id: string; identity: Sealed }>(
		sql`select id, identity from people where id in (${one.id}, ${other.id})`,
	)
	const keys = await vault.keys(
		db,
		rows.map(({ id }) => ({ kind: 'person', id })),
	)
	for (const { id, identity } of swapped) {
		expect(() => openIdentity(keys, id, identity)).toThrow(expect.objectContaining({ code: 'does_not_open' }))
	}
	expect(swapped).toHaveLength(2)
})
