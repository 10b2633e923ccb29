import { readdirSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import { afterAll, describe, expect, test } from 'vitest'
import { isOwnHost } from '../server/refusal.ts'
import { startRecordingApi } from './support/recording-api.ts'
import { buildFolder, serviceSecret, startWeb } from './support/web.ts'

const api = await startRecordingApi()
const { told } = api
const ENSHIN_API_URL = api.url

const origin = 'http://enshin.example:8080'
const [web, overHttps, behindProxy] = await Promise.all([
	startWeb({ ORIGIN: origin, ENSHIN_API_URL }),
	startWeb({ ORIGIN: 'https://enshin.example', ENSHIN_API_URL }),
	startWeb({ ORIGIN: 'https://enshin.example', ENSHIN_API_URL, ADDRESS_HEADER: 'X-Forwarded-For' }),
])

afterAll(async () => {
	await Promise.all([web, overHttps, behindProxy].map(({ stop }) => stop()))
	api.stop()
})

/** Says what an answer lacks of the headers that everything carries; null when nothing. */
function missing(headers: IncomingHttpHeaders, { https = false } = {}): string | null {
	const wanted: Record<string, RegExp> = {
		'x-content-type-options': /^nosniff$/,
		'referrer-policy': /^no-referrer$/,
		'cross-origin-opener-policy': /^same-origin$/,
		'cross-origin-resource-policy': /^same-origin$/,
		'content-security-policy': /^default-src 'none';(?!.*unsafe-(inline|eval)).*frame-ancestors 'none'/,
		'permissions-policy': /camera=\((self)?\), microphone=/,
		...(https && { 'strict-transport-security': /^max-age=\d{8}; includeSubDomains$/ }),
	}
	for (const [name, pattern] of Object.entries(wanted)) {
		if (!pattern.test(String(headers[name] ?? ''))) return `${name}: ${headers[name]}`
	}
	for (const name of ['x-powered-by', 'server', 'x-sveltekit-page']) if (name in headers) return `${name} is told`
	if (!https && 'strict-transport-security' in headers) return 'https is insisted on, on http'
	return null
}

describe('our headers', () => {
	const files = readdirSync(`${buildFolder}/client`, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && !/\.(br|gz)$/.test(entry.name))
		.map((entry) => `${entry.parentPath}/${entry.name}`.slice(`${buildFolder}/client`.length))

	test('are on every file of the build, which may do nothing where it is opened as a page', async () => {
		expect(files.length).toBeGreaterThan(20)
		for (const file of files) {
			const { status, headers } = await web.ask(file)
			expect([file, status, missing(headers)]).toEqual([file, 200, null])
			expect(headers['content-security-policy'], file).not.toContain("'self'")
		}
		expect((await web.ask(files.find((file) => file.includes('/immutable/')) ?? '')).headers['cache-control']).toMatch(
			/immutable/,
		)
	})

	test.each([
		['a page', 'GET', '/', 200],
		['a page of a group', 'GET', '/home', 303],
		['no page', 'GET', '/no-such-page', 404],
		['a file that is not there', 'GET', '/_app/immutable/none.js', 404],
		['a way out of the folder', 'GET', '/_app/../../../../etc/passwd', 404],
		['the same, encoded', 'GET', '/_app/%2e%2e/%2e%2e/package.json', 404],
		['broken percent signs', 'GET', '/%E0%A4%A', 400],
		['a file that is changed', 'POST', '/icon.svg', 405],
		['a form from elsewhere', 'POST', '/sign-in', 403],
		['a method nobody knows', 'PROPFIND', '/', 403],
		['health', 'GET', '/health', 200],
		['half a file', 'GET', '/icon.svg', 206],
	])('are on %s', async (what, method, path, status) => {
		const headers: Record<string, string> = what === 'half a file' ? { range: 'bytes=0-9' } : {}
		const answer = await web.ask(path, { method, headers })
		expect([answer.status, missing(answer.headers)]).toEqual([status, null])
		const secure = await overHttps.ask(path, { method, headers })
		expect([secure.status, missing(secure.headers, { https: true })]).toEqual([status, null])
	})

	test.each([
		['what is no HTTP', 'hello?\r\n\r\n', 400],
		['an endless head', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
		['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
		[
			'a length beside chunks',
			'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
			400,
		],
	])('are on the refusal of %s', async (_, text, status) => {
		const { said } = await web.raw(text)
		expect(said).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
		const lines = said.split('\r\n\r\n')[0]?.split('\r\n').slice(1) ?? []
		const headers = Object.fromEntries(lines.map((line) => line.split(/: (.*)/s).slice(0, 2)))
		expect(missing(headers)).toBeNull()
	})
})

test('a head that does not come to its end is cut off after five seconds', async () => {
	const { said, ms } = await web.raw('GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ')
	expect(said).toMatch(/^HTTP\/1\.1 408 /)
	expect(ms).toBeGreaterThan(4_000)
	expect(ms).toBeLessThan(8_000)
})

describe('a request for another host', () => {
	const foreign = [
		'evil.example',
		'evil.example:8080',
		'enshin.example',
		'enshin.example:8081',
		'enshin.example:80',
		'enshin.example:8080.evil.example',
		'enshin.example.evil.example:8080',
		'evil-enshin.example:8080',
		'sub.enshin.example:8080',
		'enshin.example.:8080',
		'enshin.example:08080',
		'enshin.example:8080@evil.example',
		'user@enshin.example:8080',
		'enshin.example:8080,evil.example',
		'127.0.0.1:8080',
		'localhost:8080',
		'[::1]:8080',
		'',
	]

	test.each(foreign)('such as %j is refused in plain words that name the right address', async (host) => {
		for (const path of ['/', '/sign-in', '/icon.svg', '/health/..', '//health', '/?/health']) {
			const answer = await web.ask(path, { headers: { host, 'accept-language': 'en' } })
			expect([path, answer.status, missing(answer.headers)]).toEqual([path, 421, null])
			expect(answer.text).toBe(`Enshin is not used at this address. Please open ${origin}.`)
		}
		expect((await web.ask('/', { headers: { host } })).text).toMatch(/[ぁ-ん].*http:\/\/enshin\.example:8080/)
	})

	test('is refused also when it names our own beside it, or carries the right one elsewhere', async () => {
		const own = 'Host: enshin.example:8080\r\n'
		const close = 'Connection: close\r\n\r\n'
		expect((await web.raw(`GET / HTTP/1.1\r\n${own}Host: evil.example\r\n${close}`)).said).toMatch(
			/^HTTP\/1\.1 4(00|21) /,
		)
		expect((await web.raw(`GET / HTTP/1.1\r\nHost: evil.example\r\n${own}${close}`)).said).toMatch(
			/^HTTP\/1\.1 4(00|21) /,
		)
		expect((await web.raw(`GET / HTTP/1.0\r\n${close}`)).said).toMatch(/^HTTP\/1\.1 421 /)
		expect((await web.raw(`GET / HTTP/1.1\r\n${close}`)).said).toMatch(/^HTTP\/1\.1 400 /)
		expect((await web.raw(`GET ${origin}/ HTTP/1.1\r\nHost: evil.example\r\n${close}`)).said).toMatch(
			/^HTTP\/1\.1 400 /,
		)
		expect((await web.raw(`GET http://evil.example/ HTTP/1.1\r\n${own}${close}`)).said).toMatch(/^HTTP\/1\.1 400 /)
		const forwarded = {
			host: 'evil.example',
			'x-forwarded-host': 'enshin.example:8080',
			forwarded: `host=enshin.example`,
		}
		expect((await web.ask('/', { headers: forwarded })).status).toBe(421)
	})

	test('is answered at /health alone, which balancers ask by address', async () => {
		for (const host of foreign.slice(0, 3)) expect((await web.ask('/health', { headers: { host } })).status).toBe(200)
	})

	test('is not one in capital letters, or with the port that the scheme has anyway', async () => {
		expect((await web.ask('/', { headers: { host: 'ENSHIN.example:8080' } })).status).toBe(200)
		expect((await overHttps.ask('/', { headers: { host: 'enshin.example:443' } })).status).toBe(200)
		expect((await overHttps.ask('/', { headers: { host: 'enshin.example:80' } })).status).toBe(421)
		expect(isOwnHost(['[::1]:3000'], 'http://[::1]:3000')).toBe(true)
		expect(isOwnHost(['enshin.example:80'], 'http://enshin.example')).toBe(true)
	})
})

describe('no address leads off the site', () => {
	test.each([
		'//evil.example',
		'//evil.example/',
		'///evil.example/',
		'/\\evil.example/',
		'/%5cevil.example/',
		'/%2f%2fevil.example/',
		'/.//evil.example/',
		'/home//evil.example/',
		'/https://evil.example/',
		'/sign-in/?back=//evil.example',
		'/@evil.example/',
		'/f//evil.example/sign-in/',
		'/f/%0d%0aLocation:%20https:%2f%2fevil.example/sign-in/',
	])('%s', async (path) => {
		const { status, headers } = await web.ask(path)
		expect(status).toBeLessThan(500)
		const { location } = headers
		if (location) expect(new URL(location, `${origin}${path}`).origin).toBe(origin)
		expect(headers).not.toHaveProperty('refresh')
	})
})

describe("the client's address", () => {
	/** What web tells the api of who asks, `headers` being what the client sent. */
	async function addressTold(server: typeof web, headers: Record<string, string | string[]>): Promise<string | number> {
		told.length = 0
		const { status } = await server.ask('/sign-in', { headers: { cookie: '__Host-enshin_session=nobody', ...headers } })
		if (status !== 200) return status
		expect(told[0]?.headers['x-enshin-service']).toBe(serviceSecret)
		return String(told[0]?.headers['x-enshin-client-address'])
	}

	test.each<Record<string, string>>([
		{},
		{ 'x-forwarded-for': '203.0.113.7' },
		{ 'x-forwarded-for': '127.0.0.1, 203.0.113.7' },
		{ forwarded: 'for=203.0.113.7;proto=https;host=enshin.example' },
		{ 'x-real-ip': '203.0.113.7', 'x-client-ip': '203.0.113.7', 'true-client-ip': '203.0.113.7' },
		{ 'cf-connecting-ip': '203.0.113.7', 'fastly-client-ip': '203.0.113.7', 'x-cluster-client-ip': '203.0.113.7' },
		{ 'x-enshin-client-address': '203.0.113.7' },
		{ 'x-enshin-client-address': '203.0.113.7', 'x-enshin-service': serviceSecret },
	])("is the socket's, whatever headers say: %j", async (headers) => {
		expect(await addressTold(web, headers)).toBe('127.0.0.1')
	})

	test.each<[string, string | string[], string | number]>([
		['its word', '203.0.113.7', '203.0.113.7'],
		['its word and not what the client wrote before it', '10.0.0.1, 203.0.113.7', '203.0.113.7'],
		['its word and not a second header', ['10.0.0.1', '203.0.113.7'], '203.0.113.7'],
	])('is, behind a proxy of ours that says so, %s', async (_, value, expected) => {
		expect(await addressTold(behindProxy, { 'x-forwarded-for': value })).toBe(expected)
		expect(await addressTold(behindProxy, { 'x-forwarded-for': value, 'x-real-ip': '10.9.9.9' })).toBe(expected)
	})

	test('is nobody’s where the request came around that proxy: it is refused, but for health', async () => {
		expect(await addressTold(behindProxy, {})).toBe(400)
		expect((await behindProxy.ask('/health')).status).toBe(200)
	})
})

test('nothing a client sends makes the api believe that it is another service', async () => {
	told.length = 0
	await web.ask('/sign-in', {
		headers: {
			cookie: '__Host-enshin_session=a',
			authorization: 'Bearer b',
			'x-enshin-service': 'c',
			'x-anything': 'd',
		},
	})
	expect(told[0]?.headers).toMatchObject({ authorization: 'Bearer a', 'x-enshin-service': serviceSecret })
	expect(told[0]?.headers).not.toHaveProperty('x-anything')
})
