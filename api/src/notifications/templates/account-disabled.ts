import type { Locale } from '@enshin/contracts/ids.ts'
import type { MailText } from '../outgoing.ts'
import { inTokyo, letter, oneLine } from './letter.ts'

/** Tells somebody that their account at a facility is closed to them. */
export function accountDisabledMail(
	locale: Locale,
	{ facilityName, at }: { facilityName: string; at: Date },
): MailText {
	if (locale === 'ja') {
		return letter(
			locale,
			'アカウントが停止されました',
			`${inTokyo(locale, at)}に、${oneLine(facilityName)}のアカウントが停止されました。ログインはできません。`,
			'ご不明な点は、施設の管理者にお尋ねください。',
		)
	}
	return letter(
		locale,
		'your account was disabled',
		`On ${inTokyo(locale, at)} your account at ${oneLine(facilityName)} was disabled. You can no longer sign in.`,
		'If you have questions, please ask an administrator of the facility.',
	)
}
