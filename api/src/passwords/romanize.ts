/** Kana as typed in Kunrei, regular: a consonant and a vowel. Hepburn is made from it. */
const table = new Map(
	(
		'あ a い i う u え e お o か ka き ki く ku け ke こ ko さ sa し si す su せ se そ so た ta ち ti つ tu て te と to ' +
		'な na に ni ぬ nu ね ne の no は ha ひ hi ふ hu へ he ほ ho ま ma み mi む mu め me も mo や ya ゆ yu よ yo ' +
		'ら ra り ri る ru れ re ろ ro わ wa ゐ i ゑ e を o ん n が ga ぎ gi ぐ gu げ ge ご go ざ za じ zi ず zu ぜ ze ぞ zo ' +
		'だ da ぢ zi づ zu で de ど do ば ba び bi ぶ bu べ be ぼ bo ぱ pa ぴ pi ぷ pu ぺ pe ぽ po ゔ vu ' +
		'ぁ a ぃ i ぅ u ぇ e ぉ o'
	)
		.split(' ')
		.reduce<[string, string][]>((pairs, part, at, parts) => {
			if (at % 2 === 0) pairs.push([part, parts[at + 1] ?? ''])
			return pairs
		}, []),
)

const hepburn: [RegExp, string][] = [
	[/sy/g, 'sh'],
	[/ty/g, 'ch'],
	[/zy/g, 'j'],
	[/si/g, 'shi'],
	[/ti/g, 'chi'],
	[/tu/g, 'tsu'],
	[/hu/g, 'fu'],
	[/zi/g, 'ji'],
]

/**
 * Hiragana (as `fold` leaves it) in Hepburn letters with every vowel written: たろう is `tarou`. What is no kana
 * stays as it is.
 */
export function romanize(hiragana: string): string {
	return toHepburn(toKunrei(hiragana))
}

/**
 * The ways people write a kana name in letters: Hepburn and Kunrei, long vowels whole, dropped or with an h, n as m
 * before lips. たろう gives `tarou`, `taro`, `taroh`; しんぺい gives `shinpei`, `shimpei`, `sinpei`, `simpei`.
 */
export function romajiSpellings(hiragana: string): string[] {
	const kunrei = toKunrei(hiragana)
	const whole = [kunrei, toHepburn(kunrei), toHepburn(kunrei).replace(/j(?=[auo])/g, 'jy')]
	const vowels = whole.flatMap((spelled) => [
		spelled,
		spelled.replace(/o[ou]/g, 'o').replace(/uu/g, 'u').replace(/ii$/, 'i'),
		spelled.replace(/o[ou]/g, 'oh'),
	])
	return [...new Set(vowels.flatMap((spelled) => [spelled, spelled.replace(/n(?=[bmp])/g, 'm')]))]
}

function toKunrei(hiragana: string): string {
	let romaji = ''
	for (const kana of hiragana) {
		const small = 'ゃゅょ'.indexOf(kana)
		if (small >= 0) romaji = `${romaji.replace(/i$/, '')}y${'auo'[small]}`
		else if ('ぁぃぅぇぉ'.includes(kana) && /[hv]u$/.test(romaji)) {
			romaji = `${romaji.slice(0, -2)}${romaji.endsWith('vu') ? 'v' : 'f'}${table.get(kana)}`
		} else if (kana === 'ー') romaji += /[aiueo]$/.exec(romaji)?.[0] ?? ''
		else romaji += table.get(kana) ?? kana
	}
	// A small っ doubles the consonant after it.
	return romaji.replace(/っ(?=([a-z]))/g, '$1').replace(/っ/g, 'tu')
}

function toHepburn(kunrei: string): string {
	return hepburn.reduce((text, [from, to]) => text.replace(from, to), kunrei)
}
