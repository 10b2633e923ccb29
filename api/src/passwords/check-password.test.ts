import type { PasswordRefusal } from '@enshin/contracts/passwords.ts'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { checkPassword } from './check-password.ts'
import type { PasswordContext } from './password-context.ts'

const hanako: PasswordContext = {
	profile: 'nist',
	hasSecondFactor: false,
	person: {
		name: '髙橋 花子',
		kana: 'たかはし はなこ',
		email: 'h.takahashi77@hana-mail.example.jp',
		birthDate: '1951-04-03',
		telephone: '090-1234-5987',
		numbers: ['S-20417'],
	},
	facility: {
		name: 'さくら内科クリニック',
		kana: 'さくらないかくりにっく',
		slug: 'sakura',
		code: '1310001',
		telephone: '03-5550-0101',
		words: ['東京都港区', '麻布十番'],
	},
}
const withSecondFactor: PasswordContext = { ...hanako, hasSecondFactor: true }
const mhlw: PasswordContext = { ...hanako, profile: 'mhlw' }

beforeAll(() => {
	// The dictionaries are loaded by the first check; the times below are those of the ones after it.
	checkPassword('purple kettle walks', hanako)
})

test.each([
	['purple kettle walks', hanako],
	['correct gravel swims under noon', hanako],
	['Kettle-Moon-Piano-Straw', hanako],
	['memories of a blue kettle', hanako],
	['The otter owes me 40 umbrellas.', hanako],
	['あさひがのぼるまえの3つの約束', hanako],
	['みかんを三つ食べた朝の電車', hanako],
	['夕焼けに古い自転車がころんだ', hanako],
	['ねずみはとけいをたべないらしい', hanako],
	['カタカナの鯨は雨宿りが苦手', hanako],
	['kujira ha amayadori ga nigate', hanako],
	['nezumi-tokei-amado-7', hanako],
	['k3#Vq9!mZ2p$L', hanako],
	['qhzkwmvtrbxpd', hanako],
	['7301846295518', hanako],
	['🦦 eats 🍊 before ⛵ sails', hanako],
	['гроза над тихим озером', hanako],
	['x#7Kq!vR', withSecondFactor],
	['mopuketi', withSecondFactor],
	['ねこはつくえで跳ぶ', withSecondFactor],
	['kettle-moon-piano-4', mhlw],
	['夕焼けに古い自転車が3台。', mhlw],
])('%j is accepted', (candidate, context) => {
	expect(checkPassword(candidate, context)).toEqual([])
})

test.each<[string, PasswordContext, PasswordRefusal[]]>([
	['', hanako, ['too_short']],
	['x#7Kq!vR', hanako, ['too_short']],
	['x#7Kq!v', withSecondFactor, ['too_short']],
	['kettle-moon-piano', mhlw, ['needs_mixed_characters']],
	['purple kettle walks\n', hanako, ['not_characters']],
	['password', hanako, ['too_short', 'common']],
	['password', withSecondFactor, ['common']],
	['Password2026!', withSecondFactor, ['common']],
	['P@ssw0rd12345', hanako, ['common']],
	['passwordpassword', hanako, ['common']],
	['p a s s w o r d 1 2 3', hanako, ['common']],
	['ｐａｓｓｗｏｒｄ１２３４５', hanako, ['common']],
	['drowssap54321', hanako, ['common']],
	['ぱすわーどぱすわーどぱすわーど', hanako, ['common']],
	['パスワード、2026年4月', hanako, ['common']],
	['愛してる愛してる愛してる愛してる', hanako, ['common']],
	['ありがとうございます123', hanako, ['common']],
	['sunshine-dragon-1', hanako, ['guessable']],
	['iloveyou-sunshine', hanako, ['guessable']],
	['aaaaaaaaaaaaaaaa', hanako, ['guessable']],
	['abcabcabcabcabcabc', hanako, ['guessable']],
	['20240401-20250331', hanako, ['guessable']],
	['1980年12月24日です', withSecondFactor, ['guessable']],
	['かきくけこさしすせそたち', withSecondFactor, ['guessable']],
	['mukashi mukashi', hanako, ['guessable']],
	['takahashi-kettle-moon-piano', hanako, ['contains_own_words']],
	['Hanako1951!!!', hanako, ['contains_own_words']],
	['H4n4k0-kettle-moon', hanako, ['contains_own_words']],
	['ihsahakat-kettle-moon', hanako, ['contains_own_words']],
	['たかはし・やかん・つき・ぴあの', hanako, ['contains_own_words']],
	['ﾊﾅｺ-kettle-moon-piano', hanako, ['contains_own_words']],
	['髙橋と古いやかんと月とピアノ', hanako, ['contains_own_words']],
	['昭和26年のやかんと月とピアノ', hanako, ['contains_own_words']],
	['s260403-kettle-moon', hanako, ['contains_own_words']],
	['1951/04/03 straw moon piano', hanako, ['contains_own_words']],
	['kettle-moon-1951-piano', hanako, ['contains_own_words']],
	['kettle 090 1234 5987', hanako, ['contains_own_words']],
	['kettle-+819012345987', hanako, ['contains_own_words']],
	['kettle-moon-20417', hanako, ['contains_own_words']],
	['sakura-kettle-moon', hanako, ['contains_facility_words']],
	['さくら内科のやかんとピアノ', hanako, ['contains_facility_words']],
	['azabujuban 麻布十番 4', hanako, ['contains_facility_words']],
	['kettle-moon-1310001', hanako, ['contains_facility_words']],
	['kettle 03-5550-0101 moon', hanako, ['contains_facility_words']],
	['enshin-demo-2026', hanako, ['contains_facility_words']],
	['遠診遠診遠診遠診遠診遠診遠診', hanako, ['contains_facility_words']],
	['takahashi@sakura', hanako, ['contains_own_words', 'contains_facility_words']],
	['x'.repeat(129), hanako, ['too_long']],
	['x'.repeat(1_000_000), hanako, ['too_long']],
])('%j is refused, and why', (candidate, context, refusals) => {
	expect(checkPassword(candidate, context)).toEqual(refusals)
})

test('nothing known of person and facility leaves the other checks', () => {
	const bare: PasswordContext = { profile: 'nist', hasSecondFactor: false }
	expect(checkPassword('purple kettle walks', bare)).toEqual([])
	expect(checkPassword('password12345', bare)).toEqual(['common'])
	expect(checkPassword('enshin-kettle-moon', bare)).toEqual(['contains_facility_words'])
})

test('both ways to write が are one password: what refuses one refuses the other', () => {
	for (const form of ['NFC', 'NFD'] as const) {
		expect(checkPassword('ありがとうございます123'.normalize(form), hanako)).toEqual(['common'])
		expect(checkPassword('ねずみはとけいをたべないらしい'.normalize(form), hanako)).toEqual([])
	}
})

test('a random password is accepted: 13 characters alone always, 8 with a second factor nearly always', () => {
	const signs = fc.constantFrom(...'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789#%&*?')
	const accepted = (length: number, context: PasswordContext) =>
		fc
			.sample(fc.array(signs, { minLength: length, maxLength: length }), { numRuns: 100, seed: 17 })
			.filter((drawn) => checkPassword(drawn.join(''), context).length === 0).length
	expect(accepted(13, hanako)).toBe(100)
	expect(accepted(8, withSecondFactor)).toBeGreaterThanOrEqual(90)
})

test.each([
	['signs that stand for letters', '4@80$'.repeat(25)],
	['every sign that may be a letter', '4@8({[</369&#!1/|0$5+7%2/'.repeat(6)],
	['signs that may be several letters', '!1|iIlL(c+7t'.repeat(11)],
	['digits', '3393618876226011270072873471223277460927585983067282066071196763'.repeat(2)],
	['two digits', '0011111100010010000111100010000011100001101000010101101100001101'.repeat(2)],
	['l and its doubles', '||IIl1|liiI1ll1l'.repeat(8)],
	['one letter', 'a'.repeat(128)],
	['a date again and again', '19800101'.repeat(16)],
	['a keyboard row', 'qwertyuiop'.repeat(12)],
	['brackets', '()[]{}<>@@!!$$00'.repeat(8)],
	['one character that becomes eighteen', 'ﷺ'.repeat(128)],
	['kana in parts', 'が'.repeat(128).normalize('NFD')],
	['accents without a letter', '\u0301'.repeat(1024)],
	['a name', 'hanako'.repeat(21)],
])('a password made to be slow is answered at once: %s', (_, hostile) => {
	const before = process.cpuUsage()
	checkPassword(hostile.slice(0, 128), hanako)
	// At most about 0.2 s. In the processor's time: a clock also counts whoever else
	// is on the machine.
	expect(process.cpuUsage(before).user / 1000).toBeLessThan(600)
})

test('any text at all gets an answer', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary', maxLength: 160 }), (candidate) => {
			expect(Array.isArray(checkPassword(candidate, hanako))).toBe(true)
		}),
		{ numRuns: 100 },
	)
})
