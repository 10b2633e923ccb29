/** One mail to one person. There is no way to attach anything: no file leaves Enshin by mail (Q20). */
export type MailMessage = {
	/** One address, without a name. */
	to: string
	subject: string
	text: string
	html?: string
	/** Names this mail: it becomes its Message-ID, so that one sent twice after a lost answer is seen to be the same. */
	key: string
}

/** The way mails leave. */
export interface Mail {
	/** Resolves with the Message-ID once the server took it. Throws a `MailError`, and nothing else. */
	send(message: MailMessage): Promise<{ id: string }>
	/** Lets go of what it holds open. */
	close(): Promise<void>
}

/**
 * `refused`: by us or by the server for good, another try would end the same; `unavailable` and `timed_out`: another try
 * may succeed.
 */
export const mailFailures = ['refused', 'unavailable', 'timed_out'] as const
export type MailFailure = (typeof mailFailures)[number]

/** Its message says nothing of address or text, which a server's own words repeat. */
export class MailError extends Error {
	readonly failure: MailFailure
	/** The server's SMTP reply code, or nodemailer's code, for the log. */
	readonly detail: string | undefined

	constructor(failure: MailFailure, detail?: string) {
		super(detail === undefined ? `mail: ${failure}` : `mail: ${failure} (${detail})`)
		this.name = 'MailError'
		this.failure = failure
		this.detail = detail
	}
}
