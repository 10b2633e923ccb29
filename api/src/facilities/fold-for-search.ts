const katakanaToHiragana = 'ァ'.charCodeAt(0) - 'ぁ'.charCodeAt(0)

/** One form for all ways to type a name: NFKC, lower case, hiragana, no spaces. `ﾔﾏﾀﾞ ハナコ` becomes `やまだはなこ`. */
export function foldForSearch(words: string): string {
	return words
		.normalize('NFKC')
		.toLowerCase()
		.replace(/\s+/gu, '')
		.replace(/[ァ-ヶ]/gu, (kana) => String.fromCharCode(kana.charCodeAt(0) - katakanaToHiragana))
}
