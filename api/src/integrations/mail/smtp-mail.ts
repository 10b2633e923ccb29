import { createTransport } from 'nodemailer'
import { checkMail } from './check-mail.ts'
import { type Mail, MailError, type MailMessage } from './mail.ts'

export type SmtpOptions = {
	/** `smtps://user:password@host:465`, or `smtp://…:587`, where TLS begins by STARTTLS. */
	url: string
	/** `Enshin 遠診 <no-reply@enshin.example>`, or the address alone. */
	from: string
	/** For one mail, from connecting to the server's last word. */
	timeoutMs?: number
}

/** Mail over SMTP. To any server but one on this very machine it goes encrypted, or not at all. */
export function createSmtpMail({ url, from, timeoutMs = 15_000 }: SmtpOptions): Mail {
	const { hostname } = new URL(url)
	const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
	const transport = createTransport(
		{
			url,
			...(!url.startsWith('smtps:') && !isHere && { requireTLS: true }),
			connectionTimeout: timeoutMs,
			greetingTimeout: timeoutMs,
			socketTimeout: timeoutMs,
			disableFileAccess: true,
			disableUrlAccess: true,
		},
		{ from },
	)
	const domain = /@([^@>\s]+)>?$/.exec(from)?.[1] ?? hostname

	async function send(message: MailMessage): Promise<{ id: string }> {
		checkMail(message)
		const { to, subject, text, html, key } = message
		try {
			const { messageId } = await transport.sendMail({
				// An object is one address; a string would be read as a list.
				to: { name: '', address: to },
				subject,
				text,
				...(html !== undefined && { html }),
				messageId: `<${key}@${domain}>`,
				// RFC 3834: whoever is on holiday need not tell us.
				headers: { 'Auto-Submitted': 'auto-generated' },
				signal: AbortSignal.timeout(timeoutMs),
			})
			return { id: messageId }
		} catch (error) {
			throw asMailError(error)
		}
	}
	return { send, close: async () => transport.close() }
}

function asMailError(error: unknown): MailError {
	if (!(error instanceof Error)) return new MailError('unavailable')
	const { code, responseCode, permanent } = error as Error & {
		code?: string
		responseCode?: number
		permanent?: boolean
	}
	const detail = responseCode === undefined ? code : String(responseCode)
	// Refused for good is only what was said of this mail: no TLS or a wrong password is for an operator to mend.
	if (permanent && (code === 'EENVELOPE' || code === 'EMESSAGE')) return new MailError('refused', detail)
	const late = code === 'ETIMEDOUT' || code === 'EABORT' || error.name === 'TimeoutError'
	return new MailError(late ? 'timed_out' : 'unavailable', detail)
}
