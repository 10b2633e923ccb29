import { expect, test } from 'vitest'
import { readBirthDate, typedDate } from './birth-date.ts'

const typed = ([era, year, month, day]: readonly [string, string, string, string]) =>
	readBirthDate({ era, year, month, day })

test.each([
	[['western', '1951', '4', '3'], '1951-04-03'],
	[['showa', '２６', '４', '３'], '1951-04-03'],
	[['heisei', '元', '1', '8'], '1989-01-08'],
	[['reiwa', '1', '5', '1'], '2019-05-01'],
	[['taisho', '15', '12', '24'], '1926-12-24'],
	[['western', '2024', '02', '29'], '2024-02-29'],
] as const)('%j is %s', (parts, date) => expect(typed(parts)).toBe(date))

test.each([
	[['western', '2023', '2', '29']],
	[['western', '1951', '13', '1']],
	[['showa', '64', '1', '8']],
	[['heisei', '31', '5', '1']],
	[['western', '51', '4', '3']],
	[['western', '', '4', '3']],
	[['edo', '3', '4', '3']],
] as const)('%j is no day', (parts) => expect(typed(parts)).toBeNull())

test('what was answered is shown again', () => {
	expect(typedDate('1951-04-03')).toEqual({ era: 'western', year: '1951', month: '4', day: '3' })
})
