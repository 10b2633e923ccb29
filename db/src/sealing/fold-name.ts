const katakanaToHiragana = 'ァ'.charCodeAt(0) - 'ぁ'.charCodeAt(0)

/**
 * Characters of names that stand in the register one way and are typed another: 異体字 and old forms (旧字体, as the
 * 人名用漢字 list pairs them) that NFKC leaves apart. Each line folds to its first.
 */
const variants = [
	...['高髙', '崎﨑嵜碕埼', '辺邉邊', '斉斎齋齊', '沢澤', '浜濱濵', '島嶋嶌', '広廣', '国國圀', '桜櫻', '竜龍', '滝瀧'],
	...['関關', '富冨', '吉𠮷', '徳德', '柳栁', '館舘', '檜桧', '真眞', '恵惠', '栄榮', '実實', '寿壽', '静靜', '礼禮'],
	...['万萬', '円圓', '亀龜', '黒黑', '槙槇', '遥遙', '尭堯', '凜凛', '穂穗', '緑綠', '淵渕渊', '鉄鐵', '蔵藏', '曽曾'],
	...['郎郞', '児兒', '伝傳', '豊豐', '弥彌', '峰峯', '芦蘆', '巌巖', '薮藪', '頼賴', '来來', '学學', '橋𣘺'],
	...['薫薰', '瑶瑤', '亜亞', '桑桒', '塩鹽', '壮壯', '与與', '団團', '奥奧', '沖冲', '梅楳', '松枩', '双雙'],
	...['晋晉', '暁曉', '会會', '栗𣗄', '籠篭', '弁辨', '芸藝', '葉𦯶', '温溫', '参參', '宝寶', '将將', '荘莊', '庄庒'],
	...['渋澁', '寛寬', '乗乘', '条條', '剣劍劔', '巻卷', '戸戶', '歩步', '稲稻', '顕顯', '隠隱', '駅驛', '鴎鷗'],
]

const folded = new Map(variants.flatMap(([one = '', ...others]) => others.map((other) => [other, one] as const)))

/** Codes that choose a glyph and no other character (異体字セレクタ, IVS): 辻󠄀 is typed 辻. */
const variationSelectors = /[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]/gu

/**
 * One form for all ways to type a name or a number: NFKC, lower case, hiragana, one form of each kanji, no spaces and no
 * dots between names. `ﾔﾏﾀﾞ ハナコ` becomes `やまだはなこ`, `渡邉` and `渡邊` become `渡辺`.
 */
export function foldName(words: string): string {
	return words
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[\s・]+/gu, '')
		.replace(variationSelectors, '')
		.replace(/[ァ-ヶヽヾ]/gu, (kana) => String.fromCharCode(kana.charCodeAt(0) - katakanaToHiragana))
		.replace(/\p{Script=Han}/gu, (kanji) => folded.get(kanji) ?? kanji)
}
