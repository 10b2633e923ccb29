import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Identity, openIdentity, sealIdentity } from './identity.ts'
import { newId } from './schema/columns.ts'
import { keysOf } from './sealing/keys.ts'
import { unwrapBy, wrappingOf } from './sealing/unwrap.ts'
import type { Owner } from './sealing/vault.ts'
import { createTestMasterKey } from './testing/master-key.ts'

const master = createTestMasterKey()
const hanako: Owner = { kind: 'person', id: newId() }
const row = { owner: hanako, version: 1, seals: true, ...master.wrap(Buffer.alloc(32, 7), wrappingOf(hanako, 1)) }
const keys = keysOf(unwrapBy(master), [row])
const lengthOf = (identity: Identity) => sealIdentity(keys, hanako.id, identity).length

const sexes = ['female', 'male', 'other']
const patient = { name: '髙橋 花子', kana: 'たかはし はなこ', birthDate: '1951-04-03', sex: 'female' }

test('an identity opens as it was sealed, of a patient and of those who have a name alone', () => {
	const text = fc.string({ unit: 'grapheme', maxLength: 300 })
	const identities = fc.record(
		{ name: text, kana: text, birthDate: text, sex: text },
		{ requiredKeys: ['name', 'kana'] },
	)
	fc.assert(
		fc.property(identities, (identity) => {
			expect(openIdentity(keys, hanako.id, sealIdentity(keys, hanako.id, identity))).toEqual(identity)
		}),
	)
})

test('its length does not tell the sex, whatever the name, nor one ordinary name from another', () => {
	fc.assert(
		fc.property(fc.string({ maxLength: 100 }), (name) => {
			expect(new Set(sexes.map((sex) => lengthOf({ ...patient, name, sex }))).size).toBe(1)
		}),
	)
	const names = [
		['林 葵', 'はやし あおい'],
		['佐々木 小次郎', 'ささき こじろう'],
		['Emily Carter', 'えみりー かーたー'],
	] as const
	expect(new Set(names.map(([name, kana]) => lengthOf({ ...patient, name, kana }))).size).toBe(1)
})

test.each([
	['of a later version', { v: 2, name: '花子', kana: 'はなこ' }],
	['without a name', { v: 1, kana: 'はなこ' }],
	['whose birth date is no text', { v: 1, name: '花子', kana: 'はなこ', birthDate: 1951 }],
])('a record %s is not read as something else', (_, record) => {
	const cell = keys.seal(hanako, { table: 'people', column: 'identity', row: hanako.id }, JSON.stringify(record))
	expect(() => openIdentity(keys, hanako.id, cell)).toThrow('of a version that is not known here')
})
