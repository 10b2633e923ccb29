import type { Locale, Role } from '@enshin/contracts/ids.ts'
import type { MailText } from '../outgoing.ts'
import { inTokyo, letter, oneLine } from './letter.ts'
import { roleName } from './role-name.ts'

type Facts = { facilityName: string; before: Role; after: Role; at: Date }

/** Tells somebody that they may do other things now. */
export function roleChangedMail(locale: Locale, { facilityName, before, after, at }: Facts): MailText {
	const [was, is] = [roleName(locale, before), roleName(locale, after)]
	if (locale === 'ja') {
		return letter(
			locale,
			'役割が変更されました',
			`${inTokyo(locale, at)}に、${oneLine(facilityName)}でのあなたの役割が「${was}」から「${is}」に変更されました。`,
			'もう一度ログインしてください。お心当たりのないときは、施設の管理者にお知らせください。',
		)
	}
	return letter(
		locale,
		'your role was changed',
		`On ${inTokyo(locale, at)} your role at ${oneLine(facilityName)} was changed from ${was} to ${is}.`,
		'Please sign in again. If you did not expect this, please tell an administrator of the facility.',
	)
}
