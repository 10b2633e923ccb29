import { fold } from './fold.ts'
import { unleet } from './unleet.ts'

/**
 * What stays of a password when only digits, signs, capitals and look-alikes change: `Kettle-Moon#2026-1` and
 * `k3ttl3m00n!!2` are both `kettiemoon` (l and i are one, see `unleet.ts`).
 *
 * Digits and signs at the ends go. Inside, one or two digits and @, $ are taken for the letters they look like; longer
 * numbers and other signs go.
 */
export function stemOf(password: string): string {
	const words = fold(password).replace(/^[^\p{L}\p{M}]+|[^\p{L}\p{M}]+$/gu, '')
	return unleet(words.replace(/\d{3,}|[!|+(]/gu, '')).replace(notLetters, '')
}

/** The letters and nothing else: the 7 in `blue7kettle` may be a t, or a number that is counted up. */
export function lettersOf(password: string): string {
	return unleet(fold(password).replace(notLetters, ''))
}

const notLetters = /[^\p{L}\p{M}ー]/gu

/**
 * The same password with its last number one less and one more; empty without a number. What somebody counts up.
 */
export function countedVariants(password: string): string[] {
	const [, before, number, after] = /^(.*?)(\d{1,12})(\D*)$/su.exec(password) ?? []
	if (before === undefined || number === undefined || after === undefined) return []
	return [Number(number) - 1, Number(number) + 1]
		.filter((counted) => counted >= 0)
		.map((counted) => before + String(counted).padStart(number.length, '0') + after)
}
