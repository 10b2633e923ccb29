import { expect, it } from 'vitest'
import { mayChange } from './same-origin.ts'

const own = 'https://enshin.example'
const request = (method: string, headers: Record<string, string>) => new Request(`${own}/sign-in`, { method, headers })

it('lets a form of our own pages through, with and without JavaScript', () => {
	expect(mayChange(request('POST', { origin: own }), own)).toBe(true)
	expect(mayChange(request('POST', { origin: 'null', 'sec-fetch-site': 'same-origin' }), own)).toBe(true)
})

it.each<[string, Record<string, string>]>([
	['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
	['our name over http', { origin: 'http://enshin.example', 'sec-fetch-site': 'cross-site' }],
	['another port', { origin: 'https://enshin.example:8443', 'sec-fetch-site': 'same-site' }],
	['a sibling host', { origin: 'null', 'sec-fetch-site': 'same-site' }],
	['a sandboxed frame', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
	['an old browser that tells nothing', { origin: 'null' }],
	['a program that names no origin', { 'sec-fetch-site': 'same-origin' }],
	['nobody', {}],
])('refuses a change that comes from %s', (_who, headers) => {
	for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) expect(mayChange(request(method, headers), own)).toBe(false)
})

it('lets anybody read', () => {
	expect(mayChange(request('GET', { origin: 'https://evil.example' }), own)).toBe(true)
})
