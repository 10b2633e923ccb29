import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'

/** A mail as its reader would see it. */
export type CaughtMail = {
	id: string
	at: Date
	to: string[]
	from: string
	subject: string
	text: string
	html?: string
}

/** How it answers: takes mails, never answers, refuses for now (450), or refuses this recipient for good (550). */
export type MailBehaviour = 'take' | 'hang' | 'later' | 'refuse'

export type MailCatcher = {
	/** `smtp://127.0.0.1:port`. */
	url: string
	/** Newest first. */
	caught: readonly CaughtMail[]
	behave: (behaviour: MailBehaviour) => void
	close: () => Promise<void>
}

const keptAtMost = 200

/** An SMTP server on a port of its own at 127.0.0.1, which passes nothing on and keeps mails in memory. */
export async function startMailCatcher(): Promise<MailCatcher> {
	const caught: CaughtMail[] = []
	let behaviour: MailBehaviour = 'take'
	const server = new SMTPServer({
		disabledCommands: ['AUTH', 'STARTTLS'],
		disableReverseLookup: true,
		logger: false,
		size: 1024 * 1024,
		onRcptTo(_address, _session, done) {
			if (behaviour === 'hang') return
			if (behaviour === 'later') return done(reply(450, 'Try again later'))
			if (behaviour === 'refuse') return done(reply(550, 'No such user'))
			done()
		},
		onData(stream, session, done) {
			const to = session.envelope.rcptTo.map(({ address }) => address)
			read(to, stream).then(
				(mail) => {
					caught.unshift(mail)
					caught.length = Math.min(caught.length, keptAtMost)
					done()
				},
				(error) => done(error),
			)
		},
	})
	// A connection that broke off is none of our business; without a listener it would end the process.
	server.on('error', () => undefined)
	server.listen(0, '127.0.0.1')
	await once(server.server, 'listening')
	let closing: Promise<void> | undefined
	return {
		url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
		caught,
		behave: (next) => {
			behaviour = next
		},
		close: () => {
			closing ??= new Promise((resolve) => {
				for (const connection of server.connections) connection.close()
				server.close(() => resolve())
			})
			return closing
		},
	}
}

function reply(responseCode: number, text: string): Error {
	return Object.assign(new Error(text), { responseCode })
}

async function read(to: string[], stream: NodeJS.ReadableStream): Promise<CaughtMail> {
	const mail = await PostalMime.parse(await buffer(stream))
	const { messageId: id = '', from, subject = '', text = '', html } = mail
	const at = new Date()
	return { id, at, to, from: from?.address ?? '', subject, text: text.trimEnd(), ...(html && { html }) }
}
