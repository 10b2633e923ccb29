import type { Locale, Role } from '@enshin/contracts/ids.ts'
import type { MailText } from '../outgoing.ts'
import { letter, oneLine } from './letter.ts'
import { roleName } from './role-name.ts'

/** Asks somebody to a facility. The link is all it carries: no password is ever mailed. */
export function invitationMail(locale: Locale, facts: { facilityName: string; role: Role; url: string }): MailText {
	const facility = oneLine(facts.facilityName)
	const role = roleName(locale, facts.role)
	if (locale === 'ja') {
		return letter(
			locale,
			`${facility}からの招待`,
			`${facility}から、遠診の「${role}」のアカウントへ招待されました。`,
			`次のリンクを開いて、パスワードを決めてください。\n${facts.url}`,
			'リンクは30分間、1回だけ使えます。期限が切れたときは、招待した方にもう一度お頼みください。',
			'お心当たりのないときは、このメールを破棄してください。',
		)
	}
	return letter(
		locale,
		`invitation from ${facility}`,
		`${facility} invites you to an account in Enshin as ${role}.`,
		`Please open this link and choose a password:\n${facts.url}`,
		'The link works once, within 30 minutes. Should it have expired, please ask whoever invited you for another.',
		'If you did not expect this, please delete this mail.',
	)
}
