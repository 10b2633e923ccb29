import type { AddressInfo } from 'node:net'
import { Hono } from 'hono'
import { afterAll, expect, test } from 'vitest'
import { createLog } from '../log.ts'
import { clientAddress, exactAddress } from './client-address.ts'
import { createListener, listen, stopListening } from './listener.ts'

const secret = 'a-service-secret-for-tests-of-32-or-more'
const app = new Hono().get('/', (c) => c.json([exactAddress(c, secret), clientAddress(c, secret)]))
// Both families on one socket, as containers listen: an IPv4 client appears as ::ffff:127.0.0.1 there.
const server = createListener(app.fetch, createLog('silent'))
await listen(server, { host: '::', port: 0 })
afterAll(() => stopListening(server, 1_000))
const { port } = server.address() as AddressInfo

/** What the api takes for the client's address: to the last bit, and for limits. */
async function seenFrom(host: string, headers: Record<string, string>): Promise<unknown> {
	const response = await fetch(`http://${host}:${port}/`, { headers })
	return response.json()
}

test('without a word from our own web it is the socket that counts, in its one spelling', async () => {
	expect(await seenFrom('127.0.0.1', {})).toEqual(['127.0.0.1', '127.0.0.1'])
	expect(await seenFrom('[::1]', {})).toEqual(['::1', '::/64'])
})

test.each<Record<string, string>>([
	{ 'x-forwarded-for': '203.0.113.7' },
	{ 'x-forwarded-for': '203.0.113.7, 198.51.100.1' },
	{ forwarded: 'for=203.0.113.7;proto=https' },
	{ 'x-real-ip': '203.0.113.7' },
	{ 'true-client-ip': '203.0.113.7', 'cf-connecting-ip': '203.0.113.7', 'x-client-ip': '203.0.113.7' },
	{ 'x-enshin-client-address': '203.0.113.7' },
	{ 'x-enshin-client-address': '203.0.113.7', 'x-enshin-service': '' },
	{ 'x-enshin-client-address': '203.0.113.7', 'x-enshin-service': 'guess' },
	{ 'x-enshin-client-address': '203.0.113.7', 'x-enshin-service': secret.slice(0, -1) },
	{ 'x-enshin-client-address': '203.0.113.7', 'x-enshin-service': `${secret}, ${secret}` },
	{ 'x-enshin-client-address': '203.0.113.7', authorization: `Bearer ${secret}` },
	{ 'x-enshin-service': secret, 'x-forwarded-for': '203.0.113.7', 'x-real-ip': '203.0.113.7' },
])('forged headers change nothing: %j', async (headers) => {
	expect(await seenFrom('127.0.0.1', headers)).toEqual(['127.0.0.1', '127.0.0.1'])
})

test.each([
	['203.0.113.7', '203.0.113.7', '203.0.113.7'],
	['::ffff:203.0.113.7', '203.0.113.7', '203.0.113.7'],
	['::FFFF:CB00:7107', '203.0.113.7', '203.0.113.7'],
	['2001:DB8:1:2:3::4', '2001:db8:1:2:3::4', '2001:db8:1:2::/64'],
	// What web could not know, an IP rule does not allow.
	['', null, 'unknown'],
	['203.0.113.7, 127.0.0.1', null, 'unknown'],
	['203.0.113.7:443', null, 'unknown'],
	['fe80::1%eth0', null, 'fe80::/64'],
])('our own web says %j: %s, in limits %s', async (told, exact, limit) => {
	const headers = { 'x-enshin-client-address': told, 'x-enshin-service': secret }
	expect(await seenFrom('127.0.0.1', headers)).toEqual([exact, limit])
})
