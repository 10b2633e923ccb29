import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createTestMasterKey } from '../testing/master-key.ts'
import { nameQueryToken, nameTokens } from './name-tokens.ts'
import { createVault } from './vault.ts'

const vault = createVault(createTestMasterKey())
const [clinic, other] = [randomUUID(), randomUUID()]

function finds(words: string, person: { name: string; kana: string }): boolean {
	const token = nameQueryToken(vault, clinic, words)
	return nameTokens(vault, clinic, person).some((one) => one.equals(token))
}

const hanako = { name: '髙橋 花子', kana: 'たかはし はなこ' }

describe('a patient is found by', () => {
	test.each([
		'髙橋花子',
		'高橋 花子',
		'高',
		'高橋',
		'花',
		'花子',
		'高橋花',
		'たか',
		'タカハシ',
		'ﾊﾅｺ',
		'たかはしは',
		'はな',
	])('%s', (words) => expect(finds(words, hanako)).toBe(true))
	test.each(['橋', '子', 'はし', '花子高橋', '高橋花子様', '山田', '', ' '])('and not by "%s"', (words) =>
		expect(finds(words, hanako)).toBe(false),
	)
})

test('every beginning of every part finds, whatever the name', () => {
	const part = fc.string({ unit: fc.constantFrom(...'高橋花子やまだハナコJohn𠮷'), minLength: 1, maxLength: 8 })
	fc.assert(
		fc.property(fc.array(part, { minLength: 1, maxLength: 3 }), fc.nat(), fc.nat(), (parts, which, length) => {
			const chosen = [...(parts[which % parts.length] ?? '')]
			const words = chosen.slice(0, 1 + (length % chosen.length)).join('')
			expect(finds(words, { name: parts.join(' '), kana: 'x' })).toBe(true)
		}),
	)
})

test('tokens are 16 bytes, none twice, and tell nothing across facilities', () => {
	const tokens = nameTokens(vault, clinic, { name: 'はな はな', kana: 'はな はな' })
	expect(tokens.map((token) => token.length)).toEqual([16, 16, 16, 16])
	expect(new Set(tokens.map((token) => token.toString('hex'))).size).toBe(4)
	const elsewhere = nameTokens(vault, other, { name: 'はな はな', kana: 'はな はな' })
	for (const token of elsewhere) expect(tokens.some((one) => one.equals(token))).toBe(false)
})

test('a name as long as a page makes few tokens, and is still found', () => {
	const long = { name: 'あ'.repeat(5000), kana: 'い '.repeat(5000) }
	expect(nameTokens(vault, clinic, long).length).toBeLessThan(300)
	expect(finds('あ'.repeat(5000), long)).toBe(true)
})

test('an index differs by purpose, by tenant and by master key, and is the same otherwise', () => {
	const indexes = [
		vault.index('email', clinic, 'a@example.jp'),
		vault.index('email', other, 'a@example.jp'),
		vault.index('email', null, 'a@example.jp'),
		vault.index('telephone', clinic, 'a@example.jp'),
		createVault(createTestMasterKey()).index('email', clinic, 'a@example.jp'),
	].map((index) => index.toString('hex'))
	expect(new Set(indexes).size).toBe(5)
	expect(indexes[0]).toHaveLength(64)
	expect(vault.index('email', clinic.toUpperCase(), 'a@example.jp').toString('hex')).toBe(indexes[0])
})
