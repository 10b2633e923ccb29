import { z } from 'zod'
import type { Locale } from './ids.ts'

/**
 * The rules a facility can choose: `nist` asks for length and never for a new password (NIST SP 800-63B, 3.1.1.2);
 * `mhlw` asks for letters, digits and symbols mixed, and can ask for a new one (厚労省 安全管理ガイドライン, Q17.1.1.3, .4).
 */
export const passwordProfile = z.enum(['nist', 'mhlw'])
export type PasswordProfile = z.infer<typeof passwordProfile>

/** In characters (code points of the NFC form), however many bytes they take (Q17.1.1.4). */
export const passwordLength = { least: 13, leastWithSecondFactor: 8, most: 128 } as const

/**
 * A new password as it travels: no longer than 128 characters can be written. Whether it is a good one is answered with
 * `password.refused`, not by this schema.
 */
export const newPassword = z.string().min(1).max(1024)

/** Why a password is refused, in the words shown to who chose it. */
const sentences = {
	too_short: [
		'パスワードが短すぎます。13文字以上（二段階認証を使う場合は8文字以上）にしてください。',
		'The password is too short. Use 13 characters or more (8 with a second factor).',
	],
	too_long: [
		'パスワードが長すぎます。128文字までにしてください。',
		'The password is too long. Use at most 128 characters.',
	],
	not_characters: [
		'改行やタブなど、文字ではないものが入っています。取りのぞいてください。',
		'There is something in it that is no character, such as a line break or a tab. Please take it out.',
	],
	needs_mixed_characters: [
		'文字・数字・記号をそれぞれ1つ以上入れてください。',
		'Use at least one letter, one digit and one symbol.',
	],
	common: [
		'多くの人が使っているパスワードか、それに少し足しただけのものです。別のものにしてください。',
		'This is a password that many people use, or one with a little added to it. Please choose another.',
	],
	contains_own_words: [
		'お名前・メールアドレス・生年月日・電話番号など、ご本人のことばや数字から推測できます。使わないでください。',
		'It can be guessed from your own name, e-mail address, birth date or numbers. Please leave them out.',
	],
	contains_facility_words: [
		'医療機関やこのサービスの名前・番号・所在地から推測できます。使わないでください。',
		'It can be guessed from the name, numbers or place of the facility or of this service. Please leave them out.',
	],
	guessable: [
		'並びやくり返し、日付、よくあることばから推測できます。関係のないことばをいくつか並べると強くなります。',
		'It can be guessed: sequences, repetitions, dates or usual words. Several words that do not belong together are stronger.',
	],
	too_similar: [
		'これまでのパスワードとよく似ています。数字や記号だけを変えたものは使えません。',
		'It is much like a former password. Changing only digits or symbols is not enough.',
	],
	same_as_before: [
		'これまでに使ったパスワードです。新しいものにしてください。',
		'This password was used before. Please choose a new one.',
	],
} as const satisfies Record<string, readonly [string, string]>

export type PasswordRefusal = keyof typeof sentences
export const passwordRefusals = Object.keys(sentences) as [PasswordRefusal, ...PasswordRefusal[]]
export const passwordRefusal = z.enum(passwordRefusals)

export function passwordRefusalSentence(refusal: PasswordRefusal, inLocale: Locale): string {
	const [ja, en] = sentences[refusal]
	return inLocale === 'ja' ? ja : en
}

/**
 * What can be said of a password by its form alone: a page may say it while one types. The rest (common, guessable, own
 * words, former ones) only the api knows.
 */
export function checkPasswordForm(
	candidate: string,
	{ profile, hasSecondFactor }: { profile: PasswordProfile; hasSecondFactor: boolean },
): PasswordRefusal[] {
	// Long before it is measured: normalizing a megabyte is work that a stranger must not be able to ask for.
	if (candidate.length > 8 * passwordLength.most) return ['too_long']
	const password = candidate.normalize('NFC')
	const length = [...password].length
	const least = hasSecondFactor ? passwordLength.leastWithSecondFactor : passwordLength.least
	const refusals: PasswordRefusal[] = []
	if (length < least) refusals.push('too_short')
	if (length > passwordLength.most) refusals.push('too_long')
	if (notCharacters.test(password)) refusals.push('not_characters')
	if (profile === 'mhlw' && !isMixed(password)) refusals.push('needs_mixed_characters')
	return refusals
}

/** Controls (a pasted line break, a NUL) and halves of surrogate pairs, which would all be hashed as U+FFFD. */
const notCharacters = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u

/** 英数字、記号の混在; a kana or kanji is a letter, a space is a symbol. */
function isMixed(password: string): boolean {
	return /\p{L}/u.test(password) && /\p{N}/u.test(password) && /[^\p{L}\p{M}\p{N}]/u.test(password)
}
