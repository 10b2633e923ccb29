import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import { afterAll, expect, test } from 'vitest'
import { startTwilioEmulator } from '../src/integrations/sms/twilio-emulator.ts'
import { createTwilioSms } from '../src/integrations/sms/twilio-sms.ts'

const description = fileURLToPath(new URL('../../../shared/specs/twilio_api_v2010.json', import.meta.url))
const isThere = existsSync(description)
if (!isThere) {
	process.stderr.write(`NOTICE: Twilio's own API description is not at ${description}: its contract test is skipped.\n`)
}

/** What passed between the SDK and the emulator, in the order in which it did. */
type Exchange = {
	method: string
	path: string
	headers: NodeJS.Dict<string | string[]>
	form: URLSearchParams
	status: number
	answer: unknown
}

/** Stands between the SDK and the emulator, passes on, and notes both. */
async function startRecorder(emulatorUrl: string): Promise<{ url: string; exchanges: Exchange[] }> {
	const exchanges: Exchange[] = []
	const server = createServer(async (request, response) => {
		const { method = '', url: path = '', headers } = request
		const body = await text(request)
		const { authorization = '', 'content-type': type = '' } = headers
		const passedOn = { method, body, headers: { authorization, 'content-type': type } }
		const answered = await fetch(`${emulatorUrl}${path}`, passedOn)
		const answer: unknown = await answered.json()
		exchanges.push({ method, path, headers, form: new URLSearchParams(body), status: answered.status, answer })
		response.writeHead(answered.status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer))
	})
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	afterAll(() => {
		server.closeAllConnections()
		server.close()
	})
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, exchanges }
}

const path = '/2010-04-01/Accounts/{AccountSid}/Messages.json'
const pointer = (...parts: string[]) =>
	`twilio#/${parts.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`

/** The description's own schemas: OpenAPI's `nullable` is ajv's, its formats are told apart here. */
function readDescription() {
	const ajv = new Ajv({ strict: false, allErrors: true })
	ajv.addFormat('phone-number', /^(\+[1-9]\d{6,14}|[A-Za-z0-9 ]{1,11})$/)
	ajv.addFormat('date-time-rfc-2822', /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} \+0000$/)
	ajv.addFormat('currency', /^[A-Z]{3}$/i)
	ajv.addFormat('uri-map', true)
	ajv.addFormat('uri', true)
	ajv.addFormat('date-time', true)
	const document = JSON.parse(readFileSync(description, 'utf8'))
	ajv.addSchema(document, 'twilio')
	const post = document.paths[path].post
	const form = post.requestBody.content['application/x-www-form-urlencoded'].schema
	const compile = (...parts: string[]) => ajv.compile({ $ref: pointer('paths', path, 'post', ...parts) })
	return {
		server: document.paths[path].servers[0].url,
		statuses: Object.keys(post.responses),
		fields: Object.keys(form.properties),
		accountSid: ajv.compile(
			post.parameters.find((parameter: { name: string }) => parameter.name === 'AccountSid').schema,
		),
		request: compile('requestBody', 'content', 'application/x-www-form-urlencoded', 'schema'),
		answer: compile('responses', '201', 'content', 'application/json', 'schema'),
	}
}

const emulator = await startTwilioEmulator()
afterAll(emulator.close)
const recorder = await startRecorder(emulator.url)
const sms = createTwilioSms(emulator.account, { allowedCountries: ['JP'], baseUrl: recorder.url })
afterAll(sms.close)

test.skipIf(!isThere)(
	"the SDK's request and the emulator's answer are what Twilio's own API description says (skipped without ../shared/specs)",
	async () => {
		const twilio = readDescription()
		const { id } = await sms.send({ to: '+819012345678', text: '認証コード 123456', key: 'contract' })
		const [exchange] = recorder.exchanges
		expect(recorder.exchanges).toHaveLength(1)
		if (!exchange) return

		expect(twilio.server).toBe('https://api.twilio.com')
		const sid = /^\/2010-04-01\/Accounts\/([^/]+)\/Messages\.json$/.exec(exchange.path)?.[1]
		expect([exchange.method, sid]).toEqual(['POST', emulator.account.accountSid])
		expect(twilio.accountSid(sid)).toBe(true)
		expect(exchange.headers['content-type']).toBe('application/x-www-form-urlencoded')
		expect(exchange.headers.authorization).toMatch(/^Basic /)

		const form = Object.fromEntries(exchange.form)
		expect(form).toEqual({ To: '+819012345678', From: emulator.account.from, Body: '認証コード 123456' })
		expect(twilio.fields).toEqual(expect.arrayContaining(Object.keys(form)))
		expect([twilio.request(form), twilio.request.errors]).toEqual([true, null])

		expect(twilio.statuses).toContain(String(exchange.status))
		expect([twilio.answer(exchange.answer), twilio.answer.errors]).toEqual([true, null])
		expect(exchange.answer).toMatchObject({ sid: id, to: '+819012345678', body: '認証コード 123456' })
	},
)

test.skipIf(!isThere)(
	'the description catches a wrong request and a wrong answer (skipped without ../shared/specs)',
	() => {
		const twilio = readDescription()
		expect(twilio.request({ From: '+15005550006', Body: 'no To' })).toBe(false)
		expect(twilio.request({ To: 'not a number at all' })).toBe(false)
		expect(twilio.answer({ sid: 'SM-not-hex' })).toBe(false)
		expect(twilio.answer({ status: 'queued?' })).toBe(false)
		expect(twilio.answer({ date_created: '2026-11-22T00:00:00Z' })).toBe(false)
	},
)
