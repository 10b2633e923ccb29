import { expect, test } from 'vitest'
import { makeProblem, problem } from './errors.ts'
import { checkPasswordForm, passwordRefusalSentence, passwordRefusals } from './passwords.ts'

test.each(passwordRefusals)('%s is said in both languages, in the language of who reads the Problem', (code) => {
	expect(passwordRefusalSentence(code, 'ja')).toMatch(/[ぁ-ん].*。$/u)
	expect(passwordRefusalSentence(code, 'en')).toMatch(/^[\x20-\x7e]+\.$/)
	const made = makeProblem('password.refused', 'en', { issues: [{ path: 'password', code, message: code }] })
	expect(problem.parse(made).issues).toEqual([{ path: 'password', code, message: passwordRefusalSentence(code, 'en') }])
})

const nist = { profile: 'nist', hasSecondFactor: false } as const
const nistTwo = { profile: 'nist', hasSecondFactor: true } as const
const mhlw = { profile: 'mhlw', hasSecondFactor: false } as const
const mhlwTwo = { profile: 'mhlw', hasSecondFactor: true } as const

// Q17.1.1.4
test.each([
	['12 characters, one factor', 'abcdefghijkl', nist, ['too_short']],
	['13 characters, one factor', 'abcdefghijklm', nist, []],
	['7 characters, two factors', 'abcdefg', nistTwo, ['too_short']],
	['8 characters, two factors', 'abcdefgh', nistTwo, []],
	['128 characters', 'a'.repeat(128), nist, []],
	['129 characters', 'a'.repeat(129), nist, ['too_long']],
	['128 characters that take four bytes each', '𠮷'.repeat(128), nist, []],
	['129 characters that take four bytes each', '𠮷'.repeat(129), nist, ['too_long']],
	['13 kana', 'あいうえおかきくけこさしす', nist, []],
	['7 kana that a keyboard wrote as 14 parts', 'ばびぶべぼがぎ'.normalize('NFD'), nist, ['too_short']],
	['128 kana that a keyboard wrote as 256 parts', 'が'.repeat(128).normalize('NFD'), nist, []],
	['a space inside', 'one two three', nist, []],
	['a line break', 'one two three\n', nist, ['not_characters']],
	['a NUL', 'one two\0three', nist, ['not_characters']],
	['half of a surrogate pair', 'one two three\ud842', nist, ['not_characters']],
	['an emoji family', 'tea 👨‍👩‍👧 and more', nist, []],
	['nothing', '', nist, ['too_short']],
	['letters only, mixed asked', 'abcdefghijklmno', mhlw, ['needs_mixed_characters']],
	['no symbol, mixed asked', 'abcdefghijklm1', mhlw, ['needs_mixed_characters']],
	['no digit, mixed asked', 'abcdefghijklm!', mhlw, ['needs_mixed_characters']],
	['no letter, mixed asked', '1234567-890123', mhlw, ['needs_mixed_characters']],
	['all three, mixed asked', 'abcdefghijk-1', mhlw, []],
	['kana are letters, and 全角 digits digits', 'あさひ１２３・あさひあさひ', mhlw, []],
	['all three, 8 long, two factors', 'abcdef-1', mhlwTwo, []],
	['short and not mixed', 'abc', mhlw, ['too_short', 'needs_mixed_characters']],
	['a megabyte', 'x'.repeat(1_000_000), nist, ['too_long']],
] as const)('%s', (_, candidate, rules, expected) => {
	expect(checkPasswordForm(candidate, rules)).toEqual(expected)
})
