import type { Locale } from '@enshin/contracts/ids.ts'
import type { MailText } from '../outgoing.ts'
import { inTokyo, letter } from './letter.ts'

/** Tells that a password was changed; `url` leads to where a new one is asked for. */
export function passwordChangedMail(locale: Locale, { at, url }: { at: Date; url: string }): MailText {
	if (locale === 'ja') {
		return letter(
			locale,
			'パスワードが変更されました',
			`${inTokyo(locale, at)}に、パスワードが変更されました。ほかの端末ではログアウトしました。`,
			`お心当たりのないときは、すぐにパスワードを再設定してください。\n${url}`,
		)
	}
	return letter(
		locale,
		'your password was changed',
		`Your password was changed on ${inTokyo(locale, at)}. Other devices have been signed out.`,
		`If this was not you, please choose a new password at once:\n${url}`,
	)
}
