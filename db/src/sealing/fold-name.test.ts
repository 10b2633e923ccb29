import { expect, test } from 'vitest'
import { foldName } from './fold-name.ts'

test.each([
	['ﾔﾏﾀﾞ ハナコ', 'やまだはなこ'],
	['髙橋　花子', '高橋花子'],
	['Ｐ－００１２', 'p-0012'],
	['ヴァンダ', 'ゔぁんだ'],
	['ジョン・スミス', 'じょんすみす'],
	['ﾐｽｽﾞ', 'みすず'],
	['  ', ''],
])('%s is searched as %s', (typed, folded) => {
	expect(foldName(typed)).toBe(folded)
})

test.each([
	['高橋', '髙橋', '髙𣘺'],
	['山崎', '山﨑', '山嵜', '山碕'],
	['渡辺', '渡邉', '渡邊'],
	['斎藤', '齋藤', '齊藤', '斉藤'],
	['沢田', '澤田'],
	['浜田', '濱田', '濵田'],
	['吉田', '𠮷田'],
	['辻', '辻\u{E0100}', '辻\u{E0101}', '辻\uFE00'],
	// Compatibility ideographs, which NFKC itself folds.
	['神', '\uFA19'],
	['都', '\uFA26'],
])('%s is found however it is written', (one, ...others) => {
	expect(new Set([one, ...others].map(foldName))).toEqual(new Set([foldName(one)]))
})

test('different names stay different, and folding twice changes nothing', () => {
	const names = ['高橋', '高島', '山崎', '山本', '伊藤', '伊東', '阿部', '安部', 'あべ', '渡部', '渡辺']
	expect(new Set(names.map(foldName)).size).toBe(names.length)
	for (const name of [...names, '髙﨑邉邊齋齊澤濵濱𠮷德']) expect(foldName(foldName(name))).toBe(foldName(name))
})

test('ordinary characters are left as they are: each variant belongs to one line only', () => {
	const ordinary =
		'佐藤鈴木高橋田中伊藤渡辺山本中村小林加藤吉田山田佐々木松本井上斉木村林清水山崎池田阿部橋本森石川前田小川'
	expect(foldName(ordinary)).toBe(ordinary)
})
