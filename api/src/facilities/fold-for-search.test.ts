import { expect, test } from 'vitest'
import { foldForSearch } from './fold-for-search.ts'

test.each([
	['ﾔﾏﾀﾞ ハナコ', 'やまだはなこ'],
	['髙橋　花子', '髙橋花子'],
	['Ｐ－００１２', 'p-0012'],
	['ヴァンダ', 'ゔぁんだ'],
	['  ', ''],
])('%s is searched as %s', (typed, folded) => {
	expect(foldForSearch(typed)).toBe(folded)
})
