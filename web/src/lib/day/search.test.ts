import { expect, it } from 'vitest'
import { appointmentAt } from './fixtures.ts'
import { matches } from './search.ts'

const visit = appointmentAt('10:00')

it.each([
	'髙橋',
	'花子',
	'髙橋花子',
	'髙橋　花子',
	'たかはし',
	'タカハシ',
	'ﾀｶﾊｼ ﾊﾅｺ',
	'2026-000001',
	's-0001',
	'Ｓ－０００１',
	'',
])('finds 髙橋 花子 by 「%s」', (words) => {
	expect(matches(visit, words)).toBe(true)
})

it.each(['山田', 'たかはしじろう', '0002'])('does not find her by 「%s」', (words) => {
	expect(matches(visit, words)).toBe(false)
})

it('finds an English name in any case', () => {
	const emily = appointmentAt('10:00', { patient: { name: 'Emily Carter', kana: 'えみりー かーたー' } })
	expect(matches(emily, 'emily c')).toBe(true)
})
