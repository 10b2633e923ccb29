import type { Locale } from '@enshin/contracts/ids.ts'

/** A one-time code by SMS, to sign up or as a second factor. Fits into one part: 70 characters, or 160 in English. */
export function codeSms(locale: Locale, { code, minutes = 10 }: { code: string; minutes?: number }): string {
	if (locale === 'ja') return `【遠診】認証コード: ${code}\n${minutes}分間有効です。だれにも教えないでください。`
	return `Enshin: your code is ${code}. It works for ${minutes} minutes. Tell it to nobody.`
}
