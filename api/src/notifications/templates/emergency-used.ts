import type { Locale } from '@enshin/contracts/ids.ts'
import type { MailText } from '../outgoing.ts'
import { inTokyo, letter, oneLine } from './letter.ts'

/** Tells a facility's admins that its sealed emergency account was used. */
export function emergencyUsedMail(
	locale: Locale,
	facts: { facilityName: string; at: Date; address: string | null },
): MailText {
	const [facility, at] = [oneLine(facts.facilityName), inTokyo(locale, facts.at)]
	const from = facts.address === null ? '' : oneLine(facts.address)
	if (locale === 'ja') {
		return letter(
			locale,
			'非常時アカウントが使われました',
			`${at}に、${facility}の非常時アカウントでサインインがありました。${from === '' ? '' : `接続元: ${from}`}`,
			'お心当たりのないときは、「セキュリティ設定」で非常時アカウントを作りなおしてください。その場で使えなくなります。',
		)
	}
	return letter(
		locale,
		'the emergency account was used',
		`On ${at} somebody signed in with the emergency account of ${facility}.${from === '' ? '' : ` From: ${from}`}`,
		'If you did not expect this, please make the emergency account anew under Security settings. The old one stops at once.',
	)
}
