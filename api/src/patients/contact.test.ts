import { ProblemError } from '@enshin/contracts/errors.ts'
import { expect, test } from 'vitest'
import { readContact } from './contact.ts'

test.each([
	[' Hanako@Example.JP ', { channel: 'mail', to: 'hanako@example.jp' }],
	['ｈａｎａｋｏ＠example.jp', { channel: 'mail', to: 'hanako@example.jp' }],
	['090-1234-5678', { channel: 'sms', to: '+819012345678' }],
	['０９０−１２３４−５６７８', { channel: 'sms', to: '+819012345678' }],
])('%j is read as a contact', (typed, contact) => expect(readContact(typed)).toEqual(contact))

test.each([
	['はなこ', 'contact.invalid'],
	['hanako@', 'contact.invalid'],
	['a b@example.jp', 'contact.invalid'],
	['03-1234-5678', 'telephone.invalid'],
])('%j is refused: %s', (typed, code) => {
	expect(() => readContact(typed)).toThrow(new ProblemError(code as 'contact.invalid'))
})
