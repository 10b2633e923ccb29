import { ProblemError } from '@enshin/contracts/errors.ts'
import { expect, test } from 'vitest'
import { tidyKana, tidyName, tidyTelephone } from './tidy.ts'

test('a name keeps its characters, and has one space', () => {
	expect(tidyName('髙橋　 花子 ')).toBe('髙橋 花子')
})

test.each(['タカハシ ハナコ', 'ﾀｶﾊｼ　ﾊﾅｺ', 'たかはし  はなこ'])('%s is kept in hiragana', (typed) => {
	expect(tidyKana(typed)).toBe('たかはし はなこ')
})

test.each([
	['03-5550-0101', '+81355500101'],
	['０３（５５５０）０１０１', '+81355500101'],
	['090ー1234ー5678', '+819012345678'],
	['+44 20 7946 0958', '+442079460958'],
])('%s is one number', (typed, number) => expect(tidyTelephone(typed)).toBe(number))

test('a number that is none is refused', () => {
	expect(() => tidyTelephone('5550-0101')).toThrow(new ProblemError('telephone.unreadable'))
})
