import { request } from 'node:http'
import { describe, expect, test } from 'vitest'
import { shake } from './support/raw.ts'
import { runSignaling } from './support/signaling.ts'

const own = 'https://enshin.example'

/** What other sites' pages say, what they would like to say, and what only a program can. */
const foreign: Record<string, string> = {
	'another site': 'https://evil.example',
	'our name before theirs': 'https://enshin.example.evil.example',
	'our name inside theirs': 'https://evil-enshin.example',
	'our name as their user': 'https://enshin.example@evil.example',
	'our name as their password': 'https://x:enshin.example@evil.example',
	'our name as their path': 'https://evil.example/https://enshin.example',
	'our name as their query': 'https://evil.example?https://enshin.example',
	'our name as their fragment': 'https://evil.example#https://enshin.example',
	'our name after a backslash': 'https://evil.example\\@enshin.example',
	'a name below ours': 'https://sub.enshin.example',
	'the name above ours': 'https://example',
	'our name with a dot at its end': 'https://enshin.example.',
	'our name without TLS': 'http://enshin.example',
	'our name on another port': 'https://enshin.example:8443',
	'our name on the port it has anyway': 'https://enshin.example:443',
	'our name in capitals': 'HTTPS://ENSHIN.EXAMPLE',
	'our name as a WebSocket': 'wss://enshin.example',
	'our name with a slash': 'https://enshin.example/',
	'our name with a user': 'https://user@enshin.example',
	'our name, escaped': 'https://enshin%2eexample',
	'our name, wide': Buffer.from('https://ｅｎｓｈｉｎ.example').toString('latin1'),
	'our name in Cyrillic': 'https://xn--nshin-uof.example',
	'two names': 'https://enshin.example https://evil.example',
	'two names with a comma': 'https://enshin.example, https://evil.example',
	'our name without a scheme': 'enshin.example',
	'a sandboxed page': 'null',
	'a page on a disk': 'file://',
	'an extension': 'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
	'this machine': 'http://localhost',
	'any page': '*',
	'no page': '',
	'an object’s name': '__proto__',
}

test('a page of ours may open a socket', async () => {
	const { url } = await runSignaling({})
	expect((await shake(url, { Origin: own })).answer).toMatch(/^HTTP\/1\.1 101 /)
})

describe('a socket from elsewhere is refused before it is one, and nothing is told', () => {
	test.each(Object.entries(foreign))('%s: %s', async (_, origin) => {
		const { url } = await runSignaling({})
		const { answer } = await shake(url, { Origin: origin })
		expect(answer).toBe('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
	})

	test.each<[string, Record<string, string>]>([
		['no Origin', {}],
		['our own Host instead', { Host: 'enshin.example' }],
		['the old name of the header', { 'Sec-WebSocket-Origin': own }],
		['a referrer', { Referer: `${own}/` }],
		['a proxy’s word', { 'X-Forwarded-Origin': own, 'X-Forwarded-Host': 'enshin.example' }],
		['the browser’s word alone', { 'Sec-Fetch-Site': 'same-origin' }],
		['a session’s cookie', { Cookie: '__Host-enshin_session=Zk3-9aQx_71bTTuWq2LmNe' }],
	])('%s', async (_, headers) => {
		const { url } = await runSignaling({})
		expect((await shake(url, headers)).answer).toMatch(/^HTTP\/1\.1 403 /)
	})

	test('two Origins, ours among them', async () => {
		const { url } = await runSignaling({})
		for (const two of [`${own}\r\nOrigin: https://evil.example`, `https://evil.example\r\nOrigin: ${own}`])
			expect((await shake(url, { Origin: two })).answer).toMatch(/^HTTP\/1\.1 403 /)
	})
})

test('a page elsewhere may not read what is told over HTTP either', async () => {
	const { httpUrl } = await runSignaling({})
	for (const path of ['/health', '/metrics', '/']) {
		const response = await fetch(httpUrl + path, { headers: { origin: 'https://evil.example' } })
		expect([...response.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([])
	}
	const asked = await new Promise<number>((resolve, reject) => {
		const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' }
		const sent = request(`${httpUrl}/health`, { method: 'OPTIONS', headers }, (response) => {
			response.resume()
			resolve(response.statusCode ?? 0)
		})
		sent.on('error', reject).end()
	})
	expect(asked).toBe(405)
})
