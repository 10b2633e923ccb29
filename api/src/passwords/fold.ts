const katakanaToHiragana = 'ァ'.charCodeAt(0) - 'ぁ'.charCodeAt(0)

/**
 * One form for all ways to type a word: NFKC, lower case, hiragana, no spaces. Not the one that searching names uses,
 * though it does the same today: kept hashes of stems depend on this one, so it must not change when searching does.
 */
export function fold(text: string): string {
	return text
		.normalize('NFKC')
		.toLowerCase()
		.replace(/\s+/gu, '')
		.replace(/[ァ-ヶ]/gu, (kana) => String.fromCharCode(kana.charCodeAt(0) - katakanaToHiragana))
}
