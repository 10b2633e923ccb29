import { ProblemError } from '@enshin/contracts/errors.ts'
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** ISO 3166-1, two letters. */
export type { CountryCode }
export { isSupportedCountry as isCountry }

const mobile: readonly (string | undefined)[] = ['MOBILE', 'FIXED_LINE_OR_MOBILE']

/**
 * Reads a mobile number of any country as people type it; without `+` it is a Japanese one. Null for what is none:
 * landlines and IP telephones take no SMS, and premium numbers earn somebody money with each (SMS pumping).
 */
export function readMobile(text: string): { e164: string; country: CountryCode } | null {
	const parsed = parsePhoneNumberFromString(text.trim(), { defaultCountry: 'JP', extract: false })
	if (!parsed?.isValid() || parsed.ext || !parsed.country || !mobile.includes(parsed.getType())) return null
	return { e164: parsed.number, country: parsed.country }
}

/**
 * A mobile number as E.164, `+819012345678`: from `０９０−１２３４−５６７８`, `+81 (0)90 …` and the like. Throws
 * `telephone.invalid` for what is none. Which countries are sent to is settled where it is sent (`Sms`).
 */
export function normalizeTelephone(text: string): string {
	const read = readMobile(text)
	if (!read) throw new ProblemError('telephone.invalid')
	return read.e164
}
