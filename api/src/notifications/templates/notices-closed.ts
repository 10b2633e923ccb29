import type { Locale } from '@enshin/contracts/ids.ts'
import type { MailText } from '../outgoing.ts'
import { inTokyo, letter, oneLine } from './letter.ts'

type Facts = { title: string; words: string; at: Date }

/** 作業報告: what was done during maintenance. `words` are the operators' own, in this language. */
export function maintenanceReportMail(locale: Locale, { title, words, at }: Facts): MailText {
	if (locale === 'ja') {
		return letter(
			locale,
			'メンテナンスの作業報告',
			`${inTokyo(locale, at)}に、メンテナンス「${oneLine(title)}」を終えました。作業の内容は次のとおりです。`,
			words,
		)
	}
	return letter(
		locale,
		'report on maintenance',
		`On ${inTokyo(locale, at)} the maintenance “${oneLine(title)}” was finished. What was done:`,
		words,
	)
}

/** An incident is over. */
export function incidentOverMail(locale: Locale, { title, words, at }: Facts): MailText {
	if (locale === 'ja') {
		return letter(
			locale,
			'障害が復旧しました',
			`${inTokyo(locale, at)}に、障害「${oneLine(title)}」が復旧しました。ご迷惑をおかけしました。`,
			words,
		)
	}
	return letter(
		locale,
		'the incident is over',
		`Since ${inTokyo(locale, at)} the incident “${oneLine(title)}” is over. We apologise for the trouble.`,
		words,
	)
}

/** A facility's use of Enshin ends; until `until` its data can be fetched, then it is destroyed. */
export function serviceStoppedMail(locale: Locale, facts: { facilityName: string; at: Date; until: Date }): MailText {
	const [facility, at, until] = [oneLine(facts.facilityName), inTokyo(locale, facts.at), inTokyo(locale, facts.until)]
	if (locale === 'ja') {
		return letter(
			locale,
			'サービス停止のお知らせ',
			`${at}に、${facility}の遠診のご利用を停止しました。ログインと通話はできません。`,
			`データは${until}まで保管し、その後、読み取れないように廃棄します。データの受け取りをご希望のときは、それまでに運用担当者にご連絡ください。`,
		)
	}
	return letter(
		locale,
		'the service was stopped',
		`On ${at} the use of Enshin by ${facility} was stopped. Signing in and calls are no longer possible.`,
		`Its data is kept until ${until} and then destroyed for good. If you wish to have it, please tell the operators before.`,
	)
}
