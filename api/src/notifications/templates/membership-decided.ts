import type { Locale } from '@enshin/contracts/ids.ts'
import type { MailText } from '../outgoing.ts'
import { letter, oneLine, quoted } from './letter.ts'

// The subject names no facility: it lights up on locked telephones, and a clinic's name may say what somebody has.

/** 利用登録 was approved: the patient can book. `url` is where. */
export function membershipApprovedMail(locale: Locale, facts: { facilityName: string; url: string }): MailText {
	const facility = oneLine(facts.facilityName)
	if (locale === 'ja') {
		return letter(
			locale,
			'利用登録が承認されました',
			`${facility}の利用登録が承認されました。予約をお取りいただけます。`,
			facts.url,
		)
	}
	return letter(
		locale,
		'your registration was approved',
		`Your registration with ${facility} was approved. You can now book appointments.`,
		facts.url,
	)
}

/** 利用登録 was refused, with the facility's reason in its own words. */
export function membershipRefusedMail(
	locale: Locale,
	facts: { facilityName: string; reason: string; telephone: string },
): MailText {
	const [facility, telephone] = [oneLine(facts.facilityName), oneLine(facts.telephone, 30)]
	if (locale === 'ja') {
		return letter(
			locale,
			'利用登録についてのお知らせ',
			`申し訳ございませんが、${facility}の利用登録は承認されませんでした。医療機関からの理由は次のとおりです。`,
			quoted(facts.reason),
			`ご不明な点は、${facility}（電話 ${telephone}）にお尋ねください。`,
		)
	}
	return letter(
		locale,
		'about your registration',
		`We are sorry: your registration with ${facility} was not approved. The reason, in the facility's words:`,
		quoted(facts.reason),
		`If you have questions, please ask ${facility} (telephone ${telephone}).`,
	)
}
