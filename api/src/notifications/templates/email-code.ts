import type { Locale } from '@enshin/contracts/ids.ts'
import type { MailText } from '../outgoing.ts'
import { letter } from './letter.ts'

/** Confirms that an e-mail address is its owner's. */
export function emailCodeMail(locale: Locale, { code, minutes }: { code: string; minutes: number }): MailText {
	if (locale === 'ja') {
		return letter(
			locale,
			'メールアドレスの確認コード',
			`確認コード: ${code}`,
			`画面に入力してください。${minutes}分間有効です。`,
			'このコードを誰かに教えることはありません。お心当たりのないときは、このメールを破棄してください。',
		)
	}
	return letter(
		locale,
		'your confirmation code',
		`Confirmation code: ${code}`,
		`Please type it in on the page. It works for ${minutes} minutes.`,
		'Nobody will ever ask you for this code. If you did not expect it, please delete this mail.',
	)
}
