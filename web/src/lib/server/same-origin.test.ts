import { expect, it } from 'vitest'
import { mayChange } from './same-origin.ts'

const own = 'https://enshin.example'
const request = (method: string, origin?: string) =>
	new Request(`${own}/sign-in`, { method, headers: origin === undefined ? {} : { origin } })

it('lets a form of our own pages through', () => {
	expect(mayChange(request('POST', own), own)).toBe(true)
})

it.each([
	['another site', 'https://evil.example'],
	['our name over http', 'http://enshin.example'],
	['another port', 'https://enshin.example:8443'],
	['a sandboxed frame', 'null'],
	['nobody', undefined],
])('refuses a change that comes from %s', (_who, origin) => {
	for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) expect(mayChange(request(method, origin), own)).toBe(false)
})

it('lets anybody read', () => {
	expect(mayChange(request('GET', 'https://evil.example'), own)).toBe(true)
})
