import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { TwilioAccount } from './twilio-sms.ts'

export type CaughtSms = { id: string; at: Date; to: string; from: string; text: string }

/** How it answers; `hang` takes the message, as a provider may, and never says so. */
export type SmsBehaviour = 'send' | 'hang' | 'too_many' | 'fail' | 'invalid_number'

export type TwilioEmulator = {
	/** In the place of https://api.twilio.com. */
	url: string
	/** Whom it knows. */
	account: TwilioAccount
	/** Newest first; those that a hanging provider took are among them. */
	caught: readonly CaughtSms[]
	/** From now on, for numbers that are not spoken for by `trialNumbers`. */
	behave: (behaviour: SmsBehaviour) => void
	close: () => Promise<void>
}

/** Numbers that always go wrong in the same way, for whoever tries Enshin in a browser. */
export const trialNumbers: Readonly<Record<string, SmsBehaviour>> = {
	'+819099990400': 'invalid_number',
	'+819099990408': 'hang',
	'+819099990429': 'too_many',
	'+819099990500': 'fail',
}

const keptAtMost = 200
const errors = {
	too_many: [429, 20429, 'Too Many Requests'],
	fail: [500, 20500, 'Internal Server Error'],
	invalid_number: [400, 21211, "Invalid 'To' Phone Number"],
	unauthenticated: [401, 20003, 'Authenticate'],
	unknown: [404, 20404, 'The requested resource was not found'],
	no_to: [400, 21604, "A 'To' phone number is required."],
	no_from: [400, 21603, "A 'From' phone number is required."],
	no_body: [400, 21602, 'Message body is required.'],
} as const

/** Speaks Twilio's Messages API on a port of its own at 127.0.0.1, and keeps what it is given in memory. */
export async function startTwilioEmulator(): Promise<TwilioEmulator> {
	const accountSid = `AC${randomBytes(16).toString('hex')}`
	const secret = randomBytes(16).toString('hex')
	const account = { accountSid, keySid: accountSid, secret, from: '+815012345678' }
	const authorization = `Basic ${Buffer.from(`${accountSid}:${secret}`).toString('base64')}`
	const caught: CaughtSms[] = []
	let behaviour: SmsBehaviour = 'send'

	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const refuse = (error: keyof typeof errors) => {
			const [status, code, message] = errors[error]
			const more_info = `https://www.twilio.com/docs/errors/${code}`
			reply(response, status, { code, message, more_info, status })
		}
		const form = new URLSearchParams(await text(request))
		if (request.method !== 'POST' || request.url !== messagesPath(accountSid)) return refuse('unknown')
		if (request.headers.authorization !== authorization) return refuse('unauthenticated')
		const [to, from, body] = [form.get('To'), form.get('From'), form.get('Body')]
		if (!to) return refuse('no_to')
		if (!from) return refuse('no_from')
		if (!body) return refuse('no_body')
		const does = trialNumbers[to] ?? (/^\+[1-9]\d{6,14}$/.test(to) ? behaviour : 'invalid_number')
		if (does !== 'send' && does !== 'hang') return refuse(does)
		const sms = { id: `SM${randomUUID().replaceAll('-', '')}`, at: new Date(), to, from, text: body }
		caught.unshift(sms)
		caught.length = Math.min(caught.length, keptAtMost)
		if (does === 'send') reply(response, 201, describeMessage(accountSid, sms))
	}

	const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()))
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		account,
		caught,
		behave: (next) => {
			behaviour = next
		},
		close: async () => {
			if (!server.listening) return
			server.close()
			server.closeAllConnections()
			await once(server, 'close')
		},
	}
}

const messagesPath = (accountSid: string) => `/2010-04-01/Accounts/${accountSid}/Messages.json`

function reply(response: ServerResponse, status: number, body: object): void {
	response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
}

/** As Twilio describes a message that it has just taken. */
function describeMessage(accountSid: string, sms: CaughtSms): object {
	const uri = messagesPath(accountSid).replace(/\.json$/, `/${sms.id}`)
	const at = sms.at.toUTCString().replace('GMT', '+0000')
	return {
		account_sid: accountSid,
		api_version: '2010-04-01',
		body: sms.text,
		date_created: at,
		date_sent: null,
		date_updated: at,
		direction: 'outbound-api',
		error_code: null,
		error_message: null,
		from: sms.from,
		messaging_service_sid: null,
		num_media: '0',
		num_segments: String(countSegments(sms.text)),
		price: null,
		price_unit: 'USD',
		sid: sms.id,
		status: 'queued',
		subresource_uris: { media: `${uri}/Media.json` },
		to: sms.to,
		uri: `${uri}.json`,
	}
}

/** Japanese goes as UCS-2: 70 units in one part, 67 in each of several. */
function countSegments(body: string): number {
	return body.length <= 70 ? 1 : Math.ceil(body.length / 67)
}
