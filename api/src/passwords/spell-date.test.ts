import { expect, test } from 'vitest'
import { spellDate } from './spell-date.ts'

test.each([
	[
		'1980-04-12',
		['19800412', '800412', '12041980', '04121980', '1980412', 's55', 's550412', '550412', '昭和55年4月12日'],
	],
	['1989-01-07', ['s64', '昭和64年']],
	['1989-01-08', ['h1', 'h01', '平成元年', 'heisei1']],
	['2019-05-05', ['r1', 'r010505', '令和元年', '20190505']],
	['1912-07-30', ['t1', '大正元年']],
	['1912-07-29', ['19120729', '1912年7月29日']],
])('%s is written %j', (date, spellings) => {
	expect(spellDate(date)).toEqual(expect.arrayContaining(spellings))
})

test.each(['', '1980', 'soon', '12/04/1980'])('%j is no date and has no spellings', (date) => {
	expect(spellDate(date)).toEqual([])
})
