import { request } from 'node:http'
import { makeFacility, makePatient, makeWorker, testPassword } from '@enshin/db/testing.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maxBodyBytes } from '../src/app.ts'
import { type CallOptions, problemOf, sessionFor, startTestApi } from './support.ts'

const { call, db, url } = await startTestApi()
const clinic = await makeFacility(db)
const staff = await makeWorker(db, clinic, 'staff')
const patient = await makePatient(db, [clinic])
const token = await sessionFor(db, staff)
const id = '0195d0a0-0000-7000-8000-000000000001'
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const signIn = { email: staff.email, password: testPassword, facility: clinic.slug }

type Case = [what: string, code: string, method: string, path: string, options: CallOptions]
const cases: Case[] = [
	['broken JSON', 'request.not_json', 'POST', '/sessions', { body: '{"email":' }],
	['no body', 'request.not_json', 'POST', '/sessions', { body: '' }],
	['a body of another type', 'request.unsupported_type', 'POST', '/sessions', { body: 'email=a', headers: form }],
	[
		'JSON that says it is text',
		'request.unsupported_type',
		'POST',
		'/sessions',
		{ body: signIn, headers: { 'content-type': 'text/plain' } },
	],
	['an array for an object', 'request.invalid', 'POST', '/sessions', { body: [] }],
	['null for an object', 'request.invalid', 'POST', '/sessions', { body: 'null' }],
	['an object for a text', 'request.invalid', 'POST', '/sessions', { body: { email: { $ne: null }, password: 'x' } }],
	['an endless text', 'request.invalid', 'POST', '/sessions', { body: { ...signIn, password: 'x'.repeat(257) } }],
	['a NUL in a text', 'request.invalid', 'POST', '/sessions', { body: { ...signIn, email: 'a\u0000@b.example' } }],
	['SQL for an address', 'auth.failed', 'POST', '/sessions', { body: { ...signIn, email: "' OR 1=1; --" } }],
	['prototypes for an address', 'auth.failed', 'POST', '/sessions', { body: { ...signIn, email: '__proto__' } }],
	[
		'a body too large',
		'request.too_large',
		'POST',
		'/sessions',
		{ body: { ...signIn, more: 'x'.repeat(maxBodyBytes) } },
	],
	['no id for an id', 'request.invalid', 'GET', '/calls/42', { token }],
	['SQL for an id', 'request.invalid', 'GET', `/calls/${encodeURIComponent("' OR ''='")}`, { token }],
	['a climb for an id', 'request.invalid', 'GET', '/calls/..%2f..%2fetc%2fpasswd', { token }],
	['broken percent signs', 'request.invalid', 'GET', '/calls/%E0%A4%A', { token }],
	['an id of nothing', 'not_found', 'GET', `/calls/${id}`, { token }],
	['a NUL in a query', 'request.invalid', 'GET', `/facilities/${clinic.id}/patients?q=%00`, { token }],
	['a query twice', 'request.invalid', 'GET', `/facilities/${clinic.id}/patients?q=a&q=b`, { token }],
	['an endless query', 'request.invalid', 'GET', `/facilities/${clinic.id}/patients?q=${'x'.repeat(101)}`, { token }],
	['an unknown path', 'request.unknown', 'GET', '/constructor', { token }],
	['an unknown method', 'request.unknown', 'DELETE', '/me', { token }],
]

describe.each(cases)('%s', (_, code, method, path, options) => {
	test.each([
		['ja', /[ぁ-ん]/],
		['en', /^[A-Z][\x20-\x7e]+\.$/],
	])(`is ${code}, said in %s`, async (language, sentence) => {
		const headers = { ...options.headers, 'accept-language': `${language},de;q=0.5` }
		const answer = await call(method, path, { ...options, headers })
		const problem = problemOf(answer)
		expect(problem.code).toBe(code)
		expect(problem.title).toMatch(sentence)
		expect(answer.headers.get('content-language')).toBe(language)
		expect(problem.requestId).toBe(answer.headers.get('x-request-id'))
		if (code === 'request.invalid' && problem.issues) expect(problem.issues.length).toBeGreaterThan(0)
	})
})

test('an input that does not fit is named by its path', async () => {
	const answer = await call('POST', '/sessions', { body: { email: 'a@b', password: 7 } })
	expect(problemOf(answer).issues).toEqual([{ path: 'password', message: expect.any(String) }])
})

test('without an asked-for language the account decides, and then Japanese', async () => {
	await db.execute(`update people set locale = 'en' where id = '${patient.personId}'`)
	const english = await sessionFor(db, patient)
	const title = async (options: CallOptions) => (await rawGet('/no-such-path', options)).title
	expect(await title({ token: english })).toMatch(/^There is no such/)
	expect(await title({ token })).toMatch(/この操作/)
	expect(await title({})).toMatch(/サインイン/)
	expect(await title({ token: english, headers: { 'accept-language': 'ja' } })).toMatch(/この操作/)
})

/** fetch always sends an Accept-Language; this does not. */
function rawGet(path: string, { token: session, headers = {} }: CallOptions): Promise<{ title: string }> {
	return new Promise((resolve, reject) => {
		const authorization = session === undefined ? {} : { authorization: `Bearer ${session}` }
		request(`${url}${path}`, { headers: { ...headers, ...authorization } }, async (response) => {
			resolve(JSON.parse(Buffer.concat(await response.toArray()).toString()))
		})
			.on('error', reject)
			.end()
	})
}

test('a body too large is refused as it streams in, without a length to believe', async () => {
	let sent = 0
	const endless = new ReadableStream({
		pull(controller) {
			sent += 65_536
			if (sent > 8 * maxBodyBytes) controller.close()
			else controller.enqueue(new Uint8Array(65_536).fill(0x20))
		},
	})
	const headers = { 'content-type': 'application/json' }
	const response = await fetch(`${url}/sessions`, { method: 'POST', body: endless, duplex: 'half', headers })
	expect(response.status).toBe(413)
	expect(response.headers.get('connection')).toBe('close')
	expect(sent).toBeLessThan(8 * maxBodyBytes)
})

test('whatever JSON a stranger sends, the answer is a refusal and never a fault of ours', async () => {
	const anything = fc.record({ email: fc.anything(), password: fc.jsonValue(), facility: fc.jsonValue() })
	await fc.assert(
		fc.asyncProperty(fc.oneof(fc.jsonValue(), anything), async (value) => {
			const body = JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? String(part) : part)) ?? ''
			const answer = await call('POST', '/sessions', { body })
			expect(problemOf(answer).status).toBeLessThan(500)
		}),
		{ numRuns: 150 },
	)
})

test('answers carry the headers that keep a browser from guessing, framing and storing', async () => {
	for (const answer of [await call('GET', '/me', { token }), await call('GET', '/me')]) {
		expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
		expect(answer.headers.get('x-frame-options')).toBe('SAMEORIGIN')
		expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
		expect(answer.headers.get('cache-control')).toBe('no-store')
		expect(answer.headers.get('x-powered-by')).toBeNull()
	}
})
