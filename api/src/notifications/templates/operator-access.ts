import type { Locale } from '@enshin/contracts/ids.ts'
import type { MailText } from '../outgoing.ts'
import { inTokyo, letter, oneLine, quoted } from './letter.ts'

type Facts = { facilityName: string; reason: string; at: Date; until: Date; url: string }

/** Tells a facility's admins that an operator looks into its data (break-glass), why, and until when. */
export function operatorAccessMail(locale: Locale, facts: Facts): MailText {
	const facility = oneLine(facts.facilityName)
	const [at, until] = [inTokyo(locale, facts.at), inTokyo(locale, facts.until)]
	if (locale === 'ja') {
		return letter(
			locale,
			'運用担当者によるアクセスのお知らせ',
			`${at}に、遠診の運用担当者が${facility}のデータへのアクセスを始めました。期限は${until}です。理由は次のとおりです。`,
			quoted(facts.reason),
			`何が閲覧されたかは、アクセスログでご確認いただけます。\n${facts.url}`,
		)
	}
	return letter(
		locale,
		'an operator accesses your data',
		`On ${at} an operator of Enshin began to access the data of ${facility}, until ${until} at the latest. The reason:`,
		quoted(facts.reason),
		`What is read is shown in the access log:\n${facts.url}`,
	)
}
