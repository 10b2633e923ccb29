import { MailError, type MailMessage } from './mail.ts'

const maxSubjectLength = 200
const maxTextLength = 20_000
/**
 * One address and nothing beside it. Looser than RFC 5321 in one point: Japanese mobile carriers gave out addresses with
 * dots in a row and before the @.
 */
const oneAddress =
	/^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/
/** What could begin another header, also the breaks that Unicode knows. */
const control = /[\p{Cc}\p{Zl}\p{Zp}]/u
const controlInText = /[^\P{Cc}\n\t]/u

/** Whether mail can be sent there: exactly one address, that can say nothing to a server but itself. */
export function isMailAddress(text: string): boolean {
	return text.length <= 254 && oneAddress.test(text)
}

/** Throws `refused` for what could make a second recipient or a header of its own (header injection). */
export function checkMail({ to, subject, text, html, key }: MailMessage): void {
	if (!isMailAddress(to)) throw new MailError('refused', 'address')
	if (subject.trim() === '' || subject.length > maxSubjectLength || control.test(subject)) {
		throw new MailError('refused', 'subject')
	}
	for (const body of html === undefined ? [text] : [text, html]) {
		if (body === '' || body.length > maxTextLength || controlInText.test(body)) throw new MailError('refused', 'text')
	}
	if (!/^[A-Za-z0-9._-]{1,100}$/.test(key)) throw new MailError('refused', 'key')
}
