import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { changingRoutes } from './support/changing-routes.ts'
import { startRecordingApi } from './support/recording-api.ts'
import { startWeb } from './support/web.ts'

const own = 'https://enshin.example'
const api = await startRecordingApi()
const web = await startWeb({ ORIGIN: own, ENSHIN_API_URL: api.url })
afterAll(async () => {
	await web.stop()
	api.stop()
})
beforeEach(() => {
	api.told.length = 0
})

/** The browser of somebody signed in: SameSite is another defence, and not what is tried here. */
const cookie = '__Host-enshin_session=Zk3-9aQx_71bTTuWq2LmNe; enshin_facility=sakura'
const routes = changingRoutes()

/** What other sites' pages say of themselves, and what they would like to say. */
const foreign: Record<string, string>[] = [
	...[
		...['https://evil.example', 'https://enshin.example.evil.example', 'https://evil-enshin.example'],
		...[
			'https://enshin.example@evil.example',
			'https://user@enshin.example',
			'https://evil.example/https://enshin.example',
		],
		...['https://sub.enshin.example', 'https://example', 'https://enshin.example.', 'http://enshin.example'],
		...[
			'https://enshin.example:8443',
			'https://enshin.example:443',
			'HTTPS://ENSHIN.EXAMPLE',
			'https://enshin.example/',
		],
		...[
			'https://enshin.example, https://evil.example',
			'https://enshin.example https://evil.example',
			'wss://enshin.example',
		],
		...['enshin.example', 'null', 'NULL', '', '*', 'file://', 'about:blank', 'chrome-extension://abcdefghijklmnop'],
	].flatMap((origin): Record<string, string>[] => [
		{ origin },
		{ origin, 'sec-fetch-site': 'cross-site' },
		{ origin, 'sec-fetch-site': 'same-site' },
	]),
	{ origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
	{ origin: 'null', 'sec-fetch-site': 'none' },
	{},
	{ referer: `${own}/sign-in` },
	{ 'sec-fetch-site': 'same-origin' },
	{ 'x-requested-with': 'XMLHttpRequest', 'x-sveltekit-action': 'true' },
	{ 'x-forwarded-host': 'enshin.example', 'x-forwarded-proto': 'https', 'x-original-origin': own },
	{ origin: 'https://evil.example', 'x-sveltekit-action': 'true', referer: own },
]

type Body = [type: string | undefined, body: string]
const bodies: Body[] = [
	['application/x-www-form-urlencoded', 'email=a%40b.example&password=x&back=/'],
	['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="email"\r\n\r\na\r\n--x--\r\n'],
	// A form may post JSON under this name, without asking first.
	['text/plain', '{"email":"a@b.example","password":"x","ignored":"="}'],
	['text/plain;charset=UTF-8, application/json', '{}'],
	['application/json', '{}'],
	['application/x-sveltekit-formdata', ''],
	[undefined, ''],
]

test('the routes that change something are found: forms and endpoints', () => {
	const found = routes.map(({ method, path }) => `${method} ${path}`)
	expect(found).toEqual(expect.arrayContaining(['POST /sign-in', 'POST /sign-out', 'POST /language', 'POST /schedule']))
	expect(found.length).toBeGreaterThan(10)
})

describe.each(routes)('$method $path', ({ method, path }) => {
	test('takes nothing from another site, and the api does not even hear of it', async () => {
		const tries: { headers: Record<string, string>; as: Body | undefined }[] = [
			...foreign.map((headers, at) => ({ headers, as: bodies[at % bodies.length] })),
			...bodies.map((as) => ({ headers: { origin: 'https://evil.example' }, as })),
		]
		const outcomes = tries.map(async ({ headers, as }) => {
			const [type, body] = as ?? []
			const sent = { cookie, ...(type && { 'content-type': type }), ...headers }
			const { status, headers: answered } = await web.ask(path, { method, headers: sent, body })
			return { headers, type, status, cookies: answered['set-cookie'] }
		})
		expect((await Promise.all(outcomes)).filter(({ status, cookies }) => status !== 403 || cookies)).toEqual([])
		expect(api.told).toEqual([])
	})

	test('changes nothing when it is asked by a reading method, whatever that says of itself', async () => {
		const disguises: Record<string, string>[] = [
			{ 'x-http-method-override': method },
			{ 'x-http-method': method, 'x-method-override': method },
			{ 'content-type': 'application/x-www-form-urlencoded', 'x-http-method-override': method },
		]
		const query = `${path.includes('?') ? '&' : '?'}_method=${method}`
		for (const asking of ['GET', 'HEAD', 'OPTIONS'])
			for (const headers of disguises) {
				const disguised = { cookie, origin: 'https://evil.example', ...headers }
				const answer = await web.ask(path + query, { method: asking, headers: disguised })
				expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([])
			}
		expect(api.told.filter((asked) => asked.method !== 'GET')).toEqual([])
	})

	test('is open to our own pages, with and without JavaScript', async () => {
		const form = { cookie, 'content-type': 'application/x-www-form-urlencoded' }
		const ours: Record<string, string>[] = [{ origin: own }, { origin: 'null', 'sec-fetch-site': 'same-origin' }]
		for (const mine of ours)
			expect((await web.ask(path, { method, headers: { ...form, ...mine }, body: 'a=b' })).status).not.toBe(403)
		expect(api.told.length).toBeGreaterThan(0)
	})
})
