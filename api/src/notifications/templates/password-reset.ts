import type { Locale } from '@enshin/contracts/ids.ts'
import type { MailText } from '../outgoing.ts'
import { letter } from './letter.ts'

/** The link to choose a new password. */
export function passwordResetMail(locale: Locale, { url }: { url: string }): MailText {
	if (locale === 'ja') {
		return letter(
			locale,
			'パスワードの再設定',
			`パスワードの再設定を受け付けました。次のリンクを開いて、新しいパスワードを決めてください。\n${url}`,
			'リンクは30分間、1回だけ使えます。再設定すると、ほかの端末ではログアウトします。',
			'お心当たりのないときは、何もしなくてかまいません。パスワードはそのままです。',
		)
	}
	return letter(
		locale,
		'choose a new password',
		`A new password was asked for. Please open this link and choose one:\n${url}`,
		'The link works once, within 30 minutes. Your other devices will be signed out.',
		'If this was not you, there is nothing to do: your password stays as it is.',
	)
}
