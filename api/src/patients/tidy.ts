import { ProblemError } from '@enshin/contracts/errors.ts'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

const katakanaToHiragana = 'ァ'.charCodeAt(0) - 'ぁ'.charCodeAt(0)

/** A name as it is written, with one space between its parts. */
export function tidyName(name: string): string {
	return name.normalize('NFC').replace(/\s+/gu, ' ').trim()
}

/** ふりがな in hiragana, however it was typed: `ﾀｶﾊｼ　ﾊﾅｺ` becomes `たかはし はなこ`. */
export function tidyKana(kana: string): string {
	return tidyName(kana.normalize('NFKC')).replace(/[ァ-ヶ]/gu, (one) =>
		String.fromCharCode(one.charCodeAt(0) - katakanaToHiragana),
	)
}

/** Any telephone number as E.164; without `+` it is a Japanese one. Throws `telephone.unreadable`. */
export function tidyTelephone(text: string): string {
	const number = readTelephone(text)
	if (number === null) throw new ProblemError('telephone.unreadable')
	return number
}

/** The same, or null for what is no telephone number. */
export function readTelephone(text: string): string | null {
	const typed = text
		.normalize('NFKC')
		.replace(/[‐‑‒–—―−ー]/gu, '-')
		.trim()
	const parsed = parsePhoneNumberFromString(typed, { defaultCountry: 'JP', extract: false })
	return parsed?.isValid() && !parsed.ext ? parsed.number : null
}
