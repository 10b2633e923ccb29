import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkMail, isMailAddress } from './check-mail.ts'

const good = { to: 'hanako@example.jp', subject: 'ご案内', text: 'こんにちは。\n\n\tよろしく', key: '0193-a' }

test.each([
	'hanako@example.jp',
	'h.t+enshin@mail.example.co.jp',
	"o'brien@example.ie",
	'a..b.@docomo.ne.jp',
	'-abc@softbank.example.jp',
])('%s is an address', (address) => {
	expect(isMailAddress(address)).toBe(true)
	expect(() => checkMail({ ...good, to: address })).not.toThrow()
})

test.each([
	['two', 'a@example.jp, b@example.jp'],
	['two without a space', 'a@example.jp,b@example.jp'],
	['two by a semicolon', 'a@example.jp;b@example.jp'],
	['a name beside it', 'Hanako <a@example.jp>'],
	['a newline and a header', 'a@example.jp\r\nBcc: b@example.jp'],
	['a newline at its end', 'a@example.jp\n'],
	['a NUL', 'a\0@example.jp'],
	['a second @', 'a@b@example.jp'],
	['a quoted part', '"a b"@example.jp'],
	['a route', '@relay.example:a@example.jp'],
	['an address literal', 'a@[127.0.0.1]'],
	['no domain', 'a@localhost'],
	['nothing', ''],
	['an option of sendmail', '-Xlog@'],
	['a group', 'staff:a@example.jp;'],
	['letters that look like others', 'ａ@example.jp'],
	['one far too long', `${'a'.repeat(64)}@${'b.'.repeat(100)}jp`],
])('%s is no address', (_, address) => {
	expect(isMailAddress(address)).toBe(false)
	expect(() => checkMail({ ...good, to: address })).toThrow('refused (address)')
})

test.each([
	['subject', { subject: 'Hello\r\nBcc: b@example.jp' }],
	['subject', { subject: 'Hello\nBcc: b@example.jp' }],
	['subject', { subject: 'Hello\rBcc: b@example.jp' }],
	['subject', { subject: 'Hello\u2028Bcc: b@example.jp' }],
	['subject', { subject: 'Hello\u0085Bcc: b@example.jp' }],
	['subject', { subject: ' ' }],
	['text', { text: '' }],
	['text', { text: 'a\0b' }],
	['text', { text: 'a\r\nb' }],
	['text', { html: '' }],
	['key', { key: 'a>\r\nBcc: x' }],
	['key', { key: '' }],
])('a wrong %s is refused: %o', (part, wrong) => {
	expect(() => checkMail({ ...good, ...wrong })).toThrow(`refused (${part})`)
})

test('whatever passes holds no break, blank, comma, or bracket', () => {
	const risky = fc.string({ unit: fc.constantFrom(...'a.@,;<>" \r\n\t\0:[]()\\é\u2028') })
	fc.assert(
		fc.property(
			fc.oneof(
				risky,
				risky.map((text) => `a@example.jp${text}`),
			),
			(text) => {
				if (isMailAddress(text)) expect(text).toMatch(/^[^\s,;<>"()[\]\\:]+@[^\s@,;<>"()[\]\\:]+$/)
			},
		),
	)
})
