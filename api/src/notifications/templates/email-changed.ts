import type { Locale } from '@enshin/contracts/ids.ts'
import type { MailText } from '../outgoing.ts'
import { inTokyo, letter } from './letter.ts'

/** To the address that somebody signed in with before. */
export function emailChangedMail(locale: Locale, { at }: { at: Date }): MailText {
	if (locale === 'ja') {
		return letter(
			locale,
			'メールアドレスが変更されました',
			`${inTokyo(locale, at)}に、サインインに使うメールアドレスが変更されました。`,
			'お心当たりのないときは、ご利用の医療機関にすぐにお知らせください。',
		)
	}
	return letter(
		locale,
		'your e-mail address was changed',
		`On ${inTokyo(locale, at)} the e-mail address you sign in with was changed.`,
		'If this was not you, please tell your clinic at once.',
	)
}
