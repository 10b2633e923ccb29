import { ProblemError } from '@enshin/contracts/errors.ts'
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** ISO 3166-1, two letters. */
export type { CountryCode }
export { isSupportedCountry as isCountry }

const mobile: readonly (string | undefined)[] = ['MOBILE', 'FIXED_LINE_OR_MOBILE']

/**
 * A mobile number as people type it (`０９０−１２３４−５６７８`, `+81 (0)90 …`; without `+` it is a Japanese one) as E.164,
 * `+819012345678`.
 *
 * Throws `telephone.invalid` for what is no mobile number: landlines and IP telephones take no SMS, and premium ones earn
 * somebody money with each (SMS pumping). Throws `telephone.country_not_allowed` for one of a country that is not served.
 */
export function normalizeTelephone(text: string, allowedCountries: readonly CountryCode[] = ['JP']): string {
	const parsed = parsePhoneNumberFromString(text.trim(), { defaultCountry: 'JP', extract: false })
	if (!parsed?.isValid() || parsed.ext || !mobile.includes(parsed.getType()))
		throw new ProblemError('telephone.invalid')
	if (!parsed.country || !allowedCountries.includes(parsed.country)) {
		throw new ProblemError('telephone.country_not_allowed')
	}
	return parsed.number
}
