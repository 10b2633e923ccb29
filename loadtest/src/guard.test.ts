import { describe, expect, test, vi } from 'vitest'

// Names resolve here as they never may on the machine that runs the tests: to both, or to somewhere else altogether.
vi.mock('node:dns/promises', () => ({
	lookup: async (name: string) => {
		const addresses = names[name.replace(/\.$/, '')]
		if (!addresses) throw new Error('ENOTFOUND')
		return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
	},
}))
const names: Record<string, string[]> = {
	localhost: ['127.0.0.1', '::1'],
	'both.example': ['127.0.0.1', '203.0.113.7'],
	'both6.example': ['::1', '2001:db8::7'],
	'clinic.example': ['203.0.113.7'],
	'mapped.example': ['::ffff:203.0.113.7'],
}
const { assertAllowedUrl, createGuard } = await import('./guard.ts')

const consent = 'c'.repeat(43)
const none = createGuard({ isAllowed: false, consent: null })

describe('without a flag and a consent', () => {
	test.each([
		'127.0.0.1',
		'127.8.9.10',
		'::1',
		'[::1]',
		'0:0:0:0:0:0:0:1',
		'::ffff:127.0.0.1',
		'[::ffff:7f00:1]',
		'localhost',
		'LOCALHOST',
		'localhost.',
		'0x7f.1',
		'2130706433',
		'0177.0.0.1',
	])('%s is this machine', async (host) => {
		await expect(none(host)).resolves.toBeUndefined()
	})

	test.each([
		'203.0.113.7',
		'[2001:db8::7]',
		'2001:db8::7',
		'::ffff:203.0.113.7',
		'[::ffff:cb00:7107]',
		'0.0.0.0',
		'::',
		'10.0.0.1',
		'192.168.1.1',
		'169.254.169.254',
		'127.0.0.1.clinic.example',
		'clinic.example',
		'both.example',
		'both6.example',
		'mapped.example',
		'0xcb.0.113.7',
		'nowhere.example',
	])('%s is not', async (host) => {
		names['127.0.0.1.clinic.example'] = ['203.0.113.7']
		await expect(none(host)).rejects.toThrow(/is not this machine|has no address/)
	})

	test.each([
		'',
		' ',
		'a b',
		'localhost/path',
		'user@localhost',
		'localhost:8080',
		'localhost?x',
		'[::1',
		'fe80::1%eth0',
	])('%j is no host', async (host) => {
		await expect(none(host)).rejects.toThrow('is not the name or address of a host')
	})
})

test('another host is loaded with both the flag and the consent, and with neither alone', async () => {
	await expect(createGuard({ isAllowed: true, consent: null })('clinic.example')).rejects.toThrow('load-test:open')
	await expect(createGuard({ isAllowed: true, consent: '' })('clinic.example')).rejects.toThrow('--consent')
	await expect(createGuard({ isAllowed: false, consent })('clinic.example')).rejects.toThrow('--i-may-load-this-host')
	await expect(createGuard({ isAllowed: true, consent })('clinic.example')).resolves.toBeUndefined()
})

test('where a stack on this machine sends its clients elsewhere, that is refused too', async () => {
	await expect(assertAllowedUrl(none, 'http://localhost:3001')).resolves.toBeUndefined()
	await expect(assertAllowedUrl(none, 'wss://clinic.example/ws')).rejects.toThrow('clinic.example (203.0.113.7)')
	await expect(assertAllowedUrl(none, 'http://127.0.0.1@clinic.example/')).rejects.toThrow('clinic.example')
	await expect(assertAllowedUrl(none, 'no address')).rejects.toThrow('is not an address')
})
