import type { Locale } from '@enshin/contracts/ids.ts'
import type { MailText } from '../outgoing.ts'
import { inTokyo, letter, oneLine } from './letter.ts'

/**
 * Tells of a sign-in from a browser that was not seen before. `device` is our reading of it (`Chrome, Windows`): a
 * browser's own words are whatever a stranger wants you to read.
 */
export function newSignInMail(
	locale: Locale,
	{ at, device, address, url }: { at: Date; device: string; address: string | null; url: string },
): MailText {
	const from = [oneLine(device, 60), ...(address === null ? [] : [oneLine(address, 60)])]
	if (locale === 'ja') {
		return letter(
			locale,
			'新しい端末からのログイン',
			`${inTokyo(locale, at)}に、新しい端末からログインがありました。`,
			`端末: ${from.join('　IPアドレス: ')}`,
			`ご自身でないときは、すぐにパスワードを再設定してください。\n${url}`,
		)
	}
	return letter(
		locale,
		'sign-in from a new device',
		`Somebody signed in from a new device on ${inTokyo(locale, at)}.`,
		`Device: ${from.join(', address: ')}`,
		`If this was not you, please choose a new password at once:\n${url}`,
	)
}
