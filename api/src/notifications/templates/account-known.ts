import type { Locale } from '@enshin/contracts/ids.ts'
import type { MailText } from '../outgoing.ts'
import { letter } from './letter.ts'

/** To somebody who signs up, or whose address somebody else wants, and who has an account. `url` is where to sign in. */
export function accountKnownMail(locale: Locale, { url }: { url: string }): MailText {
	if (locale === 'ja') {
		return letter(
			locale,
			'すでに登録があります',
			'このメールアドレスは、すでに登録されています。次のページからサインインしてください。',
			url,
			'パスワードをお忘れのときは、サインインのページから新しくできます。お心当たりのないときは、何もしなくて大丈夫です。',
		)
	}
	return letter(
		locale,
		'you have an account already',
		'This e-mail address is registered already. Please sign in here:',
		url,
		'If you have forgotten your password, you can get a new one there. If you did not expect this mail, there is nothing to do.',
	)
}

/** The same by SMS; in one part. */
export function accountKnownSms(locale: Locale): string {
	if (locale === 'ja') return '【遠診】この番号はすでに登録されています。サインインのページからお入りください。'
	return 'Enshin: this number is registered already. Please go to the sign-in page.'
}
