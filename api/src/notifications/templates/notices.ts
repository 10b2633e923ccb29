import type { Locale } from '@enshin/contracts/ids.ts'
import type { MailText } from '../outgoing.ts'
import { inTokyo, letter } from './letter.ts'

/** Announces planned work. `words` are the operators' own, in this language. */
export function maintenanceMail(locale: Locale, facts: { startsAt: Date; endsAt: Date; words: string }): MailText {
	const [from, to] = [inTokyo(locale, facts.startsAt), inTokyo(locale, facts.endsAt)]
	if (locale === 'ja') {
		return letter(
			locale,
			'メンテナンスのお知らせ',
			`次の時間、メンテナンスのため遠診をご利用いただけないことがあります。\n${from} から\n${to} まで`,
			facts.words,
			'ご不便をおかけしますが、よろしくお願いいたします。',
		)
	}
	return letter(
		locale,
		'planned maintenance',
		`Enshin may not be available during maintenance:\nfrom ${from}\nto ${to}`,
		facts.words,
		'We apologise for the inconvenience.',
	)
}

/** Tells of an incident. `words` are the operators' own, in this language. */
export function incidentMail(locale: Locale, { at, words }: { at: Date; words: string }): MailText {
	if (locale === 'ja') {
		return letter(
			locale,
			'障害のお知らせ',
			`${inTokyo(locale, at)}から、遠診に障害が起きています。ご迷惑をおかけし、申し訳ございません。`,
			words,
			'状況が変わりしだい、あらためてお知らせします。',
		)
	}
	return letter(
		locale,
		'an incident',
		`Since ${inTokyo(locale, at)} Enshin is affected by an incident. We apologise for the trouble.`,
		words,
		'We will write again as soon as there is news.',
	)
}
