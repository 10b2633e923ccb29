import { randomBytes, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Sealed } from '../schema/columns.ts'
import { createTestMasterKey } from '../testing/master-key.ts'
import { type KeyRow, keysOf } from './keys.ts'
import type { Owner, Place } from './place.ts'
import type { SealErrorCode } from './seal-error.ts'
import { remembering, unwrapBy, wrappingOf } from './unwrap.ts'

const master = createTestMasterKey()
const unwrap = unwrapBy(master)

function rowOf(owner: Owner, version = 1, seals = true): KeyRow {
	return { owner, version, seals, ...master.wrap(randomBytes(32), wrappingOf(owner, version)) }
}

const hanako: Owner = { kind: 'person', id: randomUUID() }
const taro: Owner = { kind: 'person', id: randomUUID() }
const clinic: Owner = { kind: 'facility', id: hanako.id }
const rows = [rowOf(hanako), rowOf(taro), rowOf(clinic)]
const keys = keysOf(unwrap, rows)
const name: Place = { table: 'people', column: 'name', row: hanako.id }

const owners = fc.constantFrom(hanako, taro, clinic)
const places = fc.record({
	table: fc.constantFrom('people', 'credentials', 'people","name'),
	column: fc.constantFrom('name', 'kana', '', 'name","kana'),
	row: fc.oneof(fc.constantFrom(hanako.id, taro.id), fc.uuid()),
})

const refused = (code: SealErrorCode) => expect.objectContaining({ name: 'SealError', code })

test('what was sealed opens as it was', () => {
	fc.assert(
		fc.property(owners, places, fc.string({ unit: 'grapheme', maxLength: 300 }), (owner, place, text) => {
			expect(keys.open(owner, place, keys.seal(owner, place, text))).toBe(text)
		}),
	)
	expect(keys.open(hanako, name, keys.seal(hanako, name, '髙橋　花子 𠮷﨑'))).toBe('髙橋　花子 𠮷﨑')
})

test('a cell opens only for its owner, in its table, its column and its row', () => {
	fc.assert(
		fc.property(owners, places, owners, places, (owner, place, otherOwner, otherPlace) => {
			fc.pre(JSON.stringify([owner, place]) !== JSON.stringify([otherOwner, otherPlace]))
			const cell = keys.seal(owner, place, '山田 花子')
			expect(() => keys.open(otherOwner, otherPlace, cell)).toThrow(refused('does_not_open'))
		}),
		{ numRuns: 1000 },
	)
})

test('a cell with any bit turned, cut off anywhere, or longer than it was, does not open', () => {
	const cell = keys.seal(hanako, name, '山田 花子')
	for (let bit = 0; bit < cell.length * 8; bit++) {
		const altered = Buffer.from(cell)
		altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7))
		// In its first three bytes a cell says what opens it: another format or version is one we do not have.
		const code = bit < 24 ? 'unknown_version' : 'does_not_open'
		expect(() => keys.open(hanako, name, altered as Sealed), `bit ${bit}`).toThrow(refused(code))
	}
	for (let length = 0; length < cell.length; length++)
		expect(() => keys.open(hanako, name, cell.subarray(0, length) as Sealed)).toThrow(refused('does_not_open'))
	const longer = Buffer.concat([cell, Buffer.alloc(1)]) as Sealed
	expect(() => keys.open(hanako, name, longer)).toThrow(refused('does_not_open'))
})

test('two cells of the same text have nothing in common, and tell nothing of its length', () => {
	const cells = ['male', 'female', 'other', 'female'].map((sex) => keys.seal(hanako, { ...name, column: 'sex' }, sex))
	expect(new Set(cells.map((cell) => cell.length)).size).toBe(1)
	expect(new Set(cells.map((cell) => cell.subarray(3).toString('hex'))).size).toBe(4)
	expect(new Set(cells.map((cell) => cell.subarray(3, 15).toString('hex'))).size, 'nonces').toBe(4)
})

test('an id names the same row and owner in capitals', () => {
	const cell = keys.seal({ ...hanako, id: hanako.id.toUpperCase() }, { ...name, row: name.row.toUpperCase() }, '花子')
	expect(keys.open(hanako, name, cell)).toBe('花子')
})

describe('versions', () => {
	const first = rowOf(hanako, 1)
	const second = rowOf(hanako, 2)

	test('the newest seals, and older ones still open', () => {
		const old = keysOf(unwrap, [first]).seal(hanako, name, 'old')
		const both = keysOf(unwrap, [second, first])
		const cell = both.seal(hanako, name, 'new')
		expect([both.open(hanako, name, old), both.open(hanako, name, cell)]).toEqual(['old', 'new'])
		expect(() => keysOf(unwrap, [first]).open(hanako, name, cell)).toThrow(refused('unknown_version'))
		expect(() => keysOf(unwrap, [second]).open(hanako, name, old)).toThrow(refused('unknown_version'))
	})

	test('a cell that says another version than it was sealed under does not open', () => {
		const both = keysOf(unwrap, [first, second])
		const cell = Buffer.from(both.seal(hanako, name, 'new'))
		cell.writeUInt16BE(1, 1)
		expect(() => both.open(hanako, name, cell as Sealed)).toThrow(refused('does_not_open'))
	})

	test('a version whose time has not come opens, and does not seal', () => {
		const early = keysOf(unwrap, [second]).seal(hanako, name, 'early')
		const waiting = keysOf(unwrap, [first, { ...second, seals: false }])
		expect(waiting.open(hanako, name, early)).toBe('early')
		expect(waiting.seal(hanako, name, 'now').readUInt16BE(1)).toBe(1)
	})
})

describe('keys that are not there', () => {
	const cell = keys.seal(hanako, name, '山田 花子')

	test('a destroyed owner fails when it is used, and nobody else does', () => {
		const some = keysOf(unwrap, [{ ...rowOf(hanako), wrapped: null }, rowOf(taro)])
		expect(() => some.open(hanako, name, cell)).toThrow(refused('destroyed'))
		expect(() => some.seal(hanako, name, 'x')).toThrow(refused('destroyed'))
		expect(some.seal(taro, name, 'x')).toBeInstanceOf(Buffer)
	})

	test('an owner without a key can neither seal nor open', () => {
		const none = keysOf(unwrap, [])
		expect(() => none.open(hanako, name, cell)).toThrow(refused('unknown_version'))
		expect(() => none.seal(hanako, name, 'x')).toThrow(refused('unknown_version'))
	})

	test('a wrapped key moved to another owner or version, or altered, unwraps to nothing', () => {
		const [row] = rows
		const moved = [
			{ ...row, owner: taro },
			{ ...row, owner: clinic },
			{ ...row, version: 2 },
			{ ...row, wrapped: Buffer.from(row?.wrapped ?? []).fill(7, 50) },
			{ ...row, wrapped: Buffer.from(row?.wrapped ?? []).fill(2, 0, 1) },
			{ ...row, wrapped: row?.wrapped?.subarray(0, 20) },
		] as KeyRow[]
		for (const wrong of moved)
			expect(() => keysOf(unwrap, [wrong]).seal(wrong.owner, name, 'x')).toThrow(refused('does_not_open'))
		const foreign = keysOf(unwrapBy(createTestMasterKey()), rows)
		expect(() => foreign.open(hanako, name, cell)).toThrow(refused('unknown_version'))
	})

	test('a remembered key is remembered for its owner, its version and its wrapped bytes alone', () => {
		let unwrapped = 0
		const remember = remembering((key, binding) => {
			unwrapped++
			return unwrap(key, binding)
		})
		const seal = (row: KeyRow) => keysOf(remember, [row]).seal(row.owner, name, 'x')
		const row = rowOf(hanako)
		const other = rowOf(hanako)
		expect(keysOf(remember, [row]).open(hanako, name, seal(row))).toBe('x')
		expect(unwrapped).toBe(1)
		expect(() => keysOf(remember, [other]).open(hanako, name, seal(row))).toThrow(refused('does_not_open'))
		expect(() => seal({ ...row, owner: taro })).toThrow(refused('does_not_open'))
		expect(() => seal({ ...row, version: 2 })).toThrow(refused('does_not_open'))
		expect(() => seal({ ...row, wrapped: null })).toThrow(refused('destroyed'))
	})

	test('an error says where, and neither key nor text', () => {
		const foreign = () => keys.open(taro, name, cell)
		expect(foreign).toThrow(`people.name of row ${name.row}: does_not_open`)
		expect(foreign).toThrow(expect.not.objectContaining({ cause: expect.anything() }))
	})
})
