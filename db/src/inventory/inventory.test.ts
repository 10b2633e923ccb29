import { describe, expect, test } from 'vitest'
import type { Inventory } from './entry.ts'
import { findGaps } from './find-gaps.ts'
import { inventory } from './inventory.ts'
import { printLedger } from './print-ledger.ts'
import { schemaColumns } from './schema-columns.ts'

const schema = schemaColumns()

test('every column of every table is classified, and nothing else is', () => {
	expect(findGaps(inventory, schema)).toEqual([])
	expect(schema.length).toBeGreaterThan(250)
})

test('whoever a person is, is sealed: no personal or medical text of theirs stands in clear', () => {
	// Appointment times and states are searched, constrained and indexed by the database; they name nobody by themselves.
	const inClear = new Set(['appointments', 'calls', 'proxies'])
	const open = Object.entries(inventory).flatMap(([table, { columns }]) =>
		Object.entries(columns)
			.filter(([, entry]) => (entry.class === 'personal' || entry.class === 'medical') && !entry.sealedBy)
			.filter(() => !inClear.has(table))
			.map(([column]) => `${table}.${column}`),
	)
	expect(open).toEqual([])
})

describe('a gap is found:', () => {
	const add = (table: string, column: string, sealed = false) => [...schema, { table, column, sealed }]
	const without = (table: string, column: string) =>
		schema.filter((one) => one.table !== table || one.column !== column)
	test.each([
		['a new column', add('people', 'blood_type'), ['people.blood_type is not classified']],
		['a new table', add('chats', 'line', true), ['chats.line is not classified']],
		[
			'a column that went',
			without('people', 'locale'),
			['people.locale is in the inventory and no longer in the schema'],
		],
		[
			'a column that is now sealed',
			schema.map((one) => (one.column === 'locale' ? { ...one, sealed: true } : one)),
			['people.locale is sealed, and the inventory does not say under whose key'],
		],
		[
			'a column that is no longer sealed',
			schema.map((one) => (one.table === 'labels' && one.sealed ? { ...one, sealed: false } : one)),
			['labels.name is not sealed, and the inventory says it is'],
		],
	])('%s', (_, changed, gaps) => {
		expect(findGaps(inventory, changed)).toEqual(gaps)
	})

	test('the way to a key that leads nowhere', () => {
		const sealedBy = { kind: 'person', ownerColumn: 'person_id', via: { column: 'owner', table: 'nobody' } } as const
		const wrong: Inventory = {
			labels: { title: 'x', retention: 'running', columns: { name: { class: 'personal', purpose: ' ', sealedBy } } },
		}
		const labels = [
			{ table: 'labels', column: 'id', sealed: false },
			{ table: 'labels', column: 'name', sealed: true },
		]
		expect(findGaps(wrong, labels)).toEqual([
			'labels.id is not classified',
			'labels.name has no purpose',
			'labels.name finds its key by nobody.person_id, which is not in the schema',
			'labels.name finds its key by labels.owner, which is not in the schema',
			'labels.name finds its key by nobody.id, which is not in the schema',
		])
	})
})

test('the ledger has a line for each column, with every member filled', () => {
	const lines = printLedger(inventory)
		.split('\n')
		.filter((line) => line.startsWith('| `'))
	expect(lines).toHaveLength(schema.length)
	for (const line of lines) expect(line).toMatch(/^\| `\w+` \| [^|]+ \| [^|]+ \| [^|]+ \| [^|]+ \|$/)
})
