import { expect, test } from 'vitest'
import { normalizeTelephone, readMobile } from './normalize-telephone.ts'

test.each([
	['090-1234-5678', '+819012345678'],
	['09012345678', '+819012345678'],
	[' 080 1234 5678 ', '+818012345678'],
	['(070)1234-5678', '+817012345678'],
	['060-1234-5678', '+816012345678'],
	['０９０−１２３４−５６７８', '+819012345678'],
	['０９０ー１２３４ー５６７８', '+819012345678'],
	['+81 90-1234-5678', '+819012345678'],
	['+81 (0)90-1234-5678', '+819012345678'],
	['+819012345678', '+819012345678'],
])('%s is %s', (typed, normal) => {
	expect(normalizeTelephone(typed)).toBe(normal)
})

test.each([
	['nothing', ''],
	['words', 'でんわ'],
	['too short', '090-1234-567'],
	['too long', '090-1234-56789'],
	['a landline', '03-1234-5678'],
	['an IP telephone', '050-1234-5678'],
	['a premium number', '0990-123-456'],
	['a navi dial', '0570-000-000'],
	['a free dial', '0120-000-000'],
	['a pager', '020-1234-5678'],
	['a premium number abroad', '+1 900 555 1234'],
	['two numbers', '090-1234-5678, 090-1234-5679'],
	['a number within a text', 'call 09012345678'],
	['an extension', '090-1234-5678 ext 5'],
	['a newline and more', '09012345678\nBcc: x'],
])('%s is refused', (_, typed) => {
	expect(() => normalizeTelephone(typed)).toThrow('telephone.invalid')
})

test('a number of another country is read with its country, and not with that of whoever shares its code', () => {
	expect(readMobile('+1 415 555 2345')).toEqual({ e164: '+14155552345', country: 'US' })
	expect(readMobile('+1 876 555 1234')).toEqual({ e164: '+18765551234', country: 'JM' })
})
