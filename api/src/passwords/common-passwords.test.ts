import { expect, test } from 'vitest'
import { checkPassword } from './check-password.ts'
import { isCommon } from './common-passwords.ts'
import { estimator } from './estimator.ts'
import { reverse } from './unleet.ts'

/** All that breaches list, the commonest first, and what is common in kana and kanji. */
const common = estimator().commonPasswords
const atLeast13 = (word: string) => Math.ceil(13 / [...word].length)

// Q17.1.1.5
test('there are more than 10,000 common passwords, and each is refused as common', () => {
	expect(new Set(common).size).toBeGreaterThan(40_000)
	expect(common.filter((password) => !isCommon(password))).toEqual([])
})

test.each<[string, (password: string) => string]>([
	['with a capital first', (password) => password.charAt(0).toUpperCase() + password.slice(1)],
	['in capitals', (password) => password.toUpperCase()],
	['with look-alikes', dress],
	[
		'with a capital, look-alikes and 1!',
		(password) => `${dress(password.charAt(0).toUpperCase() + password.slice(1))}1!`,
	],
	['with 1 behind', (password) => `${password}1`],
	['with ! behind', (password) => `${password}!`],
	['with a year and ! behind', (password) => `${password}2026!`],
	['with 123 before', (password) => `123${password}`],
	['backwards', reverse],
	['doubled until there are 13', (password) => password.repeat(Math.max(2, atLeast13(password)))],
	['filled with 1 to 13', (password) => password.padEnd(13, '1')],
	['filled with 1234567890 to 13', (password) => password.padEnd(13, '1234567890')],
	['filled with ! to 13', (password) => password.padEnd(13, '!')],
	['full-width', (password) => password.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))],
])('so is each of them %s', (_, change) => {
	// One kanji and three digits may be anything; the estimate refuses them, being short.
	const words = common.filter((password) => [...password].length > 2)
	expect(words.map(change).filter((password) => !isCommon(password))).toEqual([])
})

test('five characters of any kind do not make a common word of eight letters or more a password', () => {
	const words = common.filter((password) => /^[a-z]{8,}$/.test(password)).slice(0, 2000)
	expect(words.length).toBe(2000)
	expect(words.filter((password) => !isCommon(`${password}#8k2x`) || !isCommon(`7!${password}q-4`))).toEqual([])
})

test('whoever has to choose one hears it: the whole check refuses the first 3,000, as they are and filled to 13', () => {
	const context = { profile: 'nist', hasSecondFactor: false } as const
	for (const password of common.slice(0, 3000)) {
		expect(checkPassword(password, { ...context, hasSecondFactor: true })).toContain('common')
		expect(checkPassword(`${password}${password}`.padEnd(13, '1'), context)).toEqual(['common'])
	}
})

test.each([
	'purple kettle walks',
	'kettle-moon-piano-4',
	'correct horse battery staple',
	'k3#Vq9!mZ2p$L',
	'dragonfly over a quiet pond',
	'ねずみはとけいをたべないらしい',
	'日本のさくらは毎年ちがって見える',
	'',
])('%j is not common', (password) => {
	expect(isCommon(password)).toBe(false)
})

function dress(password: string): string {
	const signs: Record<string, string> = { a: '@', e: '3', i: '1', o: '0', s: '$', t: '7' }
	return password.replace(/[aeiost]/g, (letter) => signs[letter] ?? letter)
}
