import type { PasswordRefusal } from '@enshin/contracts/passwords.ts'
import { expect, test } from 'vitest'
import { checkPassword } from './check-password.ts'
import type { PasswordContext } from './password-context.ts'

/**
 * What somebody would try who knows the person and the clinic (Q17.1.1.5), generated: each word in each dress with each
 * ending. Names short and long, in kana, kanji and letters.
 */
const people: { context: PasswordContext; own: string[]; facility: string[] }[] = [
	{
		context: {
			profile: 'nist',
			hasSecondFactor: true,
			person: {
				name: '髙橋 花子',
				kana: 'たかはし はなこ',
				email: 'hanako.t@mimosa-mail.example.jp',
				birthDate: '1951-04-03',
				telephone: '090-1234-5987',
				numbers: ['S-20417'],
			},
			facility: {
				name: 'さくら内科クリニック',
				slug: 'sakura',
				code: '1310001',
				telephone: '03-5550-0101',
				words: ['東京都港区', 'あざぶじゅうばん'],
			},
		},
		own: [
			...[
				'takahashi',
				'takahasi',
				'hanako',
				'takahashihanako',
				'hanakotakahashi',
				'たかはし',
				'はなこ',
				'髙橋',
				'花子',
			],
			...[
				'mimosa',
				'19510403',
				'510403',
				's260403',
				'昭和26年',
				'1951年4月3日',
				'09012345987',
				's20417',
				'タカハシ',
				'htakahashi',
			],
		],
		facility: ['sakura', 'さくら', 'サクラ', '1310001', '0355500101', 'azabujuban', '港区', 'enshin', '遠診', '東京都'],
	},
	{
		context: {
			profile: 'nist',
			hasSecondFactor: true,
			person: { name: '阿部 真', kana: 'あべ まこと', email: 'abe@aoba.example', birthDate: '2019-05-05' },
			facility: { name: 'あおば調剤薬局', kana: 'あおばちょうざいやっきょく', slug: 'aoba-chuo', code: '1340001' },
		},
		own: [
			'makoto',
			'abemakoto',
			'makotoabe',
			'まこと',
			'あべまこと',
			'阿部',
			'令和元年',
			'reiwa1',
			'20190505',
			'190505',
		],
		facility: ['aoba-chuo', 'あおば', '1340001'],
	},
	{
		context: {
			profile: 'nist',
			hasSecondFactor: true,
			person: {
				name: 'Emily Carter',
				kana: 'えみりー かーたー',
				email: 'emily.carter@post.example',
				birthDate: '1988-07-15',
			},
			facility: { name: 'Minato Skin Clinic', slug: 'minato', telephone: '+81 3 5550 0102', words: ['ろっぽんぎ'] },
		},
		own: [
			'emily',
			'carter',
			'emilycarter',
			'carteremily',
			'えみりー',
			'カーター',
			's630715',
			'19880715',
			'15071988',
			'ecarter',
		],
		facility: ['minato', 'みなと', 'roppongi', 'ロッポンギ', '0355500102'],
	},
]

const dresses: ((word: string) => string)[] = [
	(word) => word,
	(word) => word.charAt(0).toUpperCase() + word.slice(1),
	(word) => word.toUpperCase(),
	(word) => word.replace(/[aeios]/g, (letter) => ({ a: '4', e: '3', i: '1', o: '0', s: '$' })[letter] ?? letter),
	(word) => [...word].reverse().join(''),
	(word) => [...word].join('.'),
	(word) => word + word,
	(word) => word.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)),
]

const endings = [
	'',
	'1',
	'!',
	'123',
	'1951',
	'2026',
	'2026!',
	'@2026',
	'#1',
	'-0403',
	'1234567',
	'!!!!!!',
	'abc',
	'_R8',
	'0',
	'77',
	'2025',
	'$$',
	'?',
	'-xyz9',
	'19!',
	'さん',
	'です',
]

const cases = people.flatMap(({ context, own, facility }) =>
	[
		{ words: own, reason: 'contains_own_words' as const },
		{ words: facility, reason: 'contains_facility_words' as const },
	].map(({ words, reason }) => ({ who: context.person?.name, context, words, reason })),
)

test.each(cases)('$who: $reason, in every dress and with every ending, and says so', ({ context, words, reason }) => {
	const passed: [string, PasswordRefusal[]][] = []
	for (const { password } of variantsOf(words)) {
		const refusals = checkPassword(password, context)
		if (!refusals.includes(reason)) passed.push([password, refusals])
	}
	expect(passed).toEqual([])
})

test('there are several thousand of them', () => {
	const all = cases.flatMap(({ words }) => variantsOf(words).map(({ password }) => password))
	expect(new Set(all).size).toBeGreaterThan(7000)
})

test('a word filled with another is refused for both', () => {
	expect(checkPassword('hanako@sakura', people[0]?.context ?? fail())).toEqual([
		'contains_own_words',
		'contains_facility_words',
	])
})

test.each([
	['mori', 'もり', 'memories of a blue kettle'],
	['abe', 'あべ', 'an alphabet of umbrellas'],
	['oka', 'おか', 'croquette smokable harp'],
])('%s may be inside another word, and not stand alone', (name, kana, passphrase) => {
	const context: PasswordContext = { profile: 'nist', hasSecondFactor: false, person: { name, kana } }
	expect(checkPassword(passphrase, context)).toEqual([])
	expect(checkPassword(`kettle-${name}-umbrella-straw`, context)).toEqual(['contains_own_words'])
	expect(checkPassword(`${name}2026kettlestraw`, context)).toContain('contains_own_words')
})

test('what every clinic is called refuses nothing by itself', () => {
	const context: PasswordContext = {
		profile: 'nist',
		hasSecondFactor: false,
		facility: { name: 'さくら内科クリニック' },
	}
	expect(checkPassword('内科の猫はやかんで踊るらしい', context)).toEqual([])
	expect(checkPassword('quiet clinic umbrella straw', context)).toEqual([])
})

function variantsOf(words: readonly string[]): { password: string }[] {
	return words.flatMap((word) =>
		dresses.flatMap((dress) => endings.map((ending) => ({ password: dress(word) + ending }))),
	)
}

function fail(): never {
	throw new Error('no such person')
}
