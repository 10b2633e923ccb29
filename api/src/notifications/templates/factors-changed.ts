import type { FactorKind, Locale } from '@enshin/contracts/ids.ts'
import type { MailText } from '../outgoing.ts'
import { inTokyo, letter } from './letter.ts'

const kinds: Record<FactorKind, Record<Locale, string>> = {
	passkey: { ja: 'パスキー', en: 'a passkey' },
	totp: { ja: '認証アプリ', en: 'an authenticator app' },
	sms: { ja: 'SMS', en: 'text messages' },
}

type Facts = { at: Date; url: string } & ({ change: 'added' | 'removed'; kind: FactorKind } | { change: 'reset' })

/** Tells that the ways of the second step were changed: whoever did not do it must hear of it. */
export function factorsChangedMail(locale: Locale, facts: Facts): MailText {
	const [at, what] = [inTokyo(locale, facts.at), sentence(locale, facts)]
	if (locale === 'ja') {
		return letter(
			locale,
			'二段階認証が変更されました',
			`${at}に、${what}`,
			`お心当たりのないときは、すぐにパスワードを変更し、登録内容をお確かめください。\n${facts.url}`,
		)
	}
	return letter(
		locale,
		'your two-step sign-in was changed',
		`On ${at} ${what}`,
		`If this was not you, please change your password at once and look through what is registered:\n${facts.url}`,
	)
}

function sentence(locale: Locale, facts: Facts): string {
	if (facts.change === 'reset') {
		return locale === 'ja'
			? '二段階認証の登録がすべて解除されました。次のサインインで、もう一度登録してください。'
			: 'all of your second factors were removed. At your next sign-in you register a new one.'
	}
	const kind = kinds[facts.kind][locale]
	const added = facts.change === 'added'
	if (locale === 'ja') return `二段階認証の方法（${kind}）が${added ? '追加' : '削除'}されました。`
	return `${kind} ${added ? 'was added to' : 'was removed from'} the second step of your sign-in.`
}
