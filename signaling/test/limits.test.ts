import { once } from 'node:events'
import { maxFragments, maxFrameBytes } from '@enshin/contracts/wire.ts'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { defaultTimings } from '../src/config.ts'
import { enter, open, pair } from './support/browser.ts'
import { eventually } from './support/eventually.ts'
import { closeCodeIn, dial, frame, shake } from './support/raw.ts'
import { origin, runHouse, runSignaling } from './support/signaling.ts'
import { callClaims } from './support/tokens.ts'

const timings = { offerWithinMs: 50 }

describe('the handshake', () => {
	test.each([
		['without an Origin', {}],
		['from another site', { Origin: 'https://evil.example' }],
		['from our site without TLS', { Origin: origin.replace('https', 'http') }],
		['from a sandboxed page', { Origin: 'null' }],
	])('is refused with 403 %s', async (_, headers) => {
		const { url } = await runSignaling({ timings })
		const { socket, answer } = await shake(url, headers)
		expect(answer).toMatch(/^HTTP\/1\.1 403 /)
		await once(socket, 'close')
	})

	test('offers no compression', async () => {
		const { url } = await runSignaling({ timings })
		const { answer } = await shake(url, { Origin: origin, 'Sec-WebSocket-Extensions': 'permessage-deflate' })
		expect(answer).toMatch(/^HTTP\/1\.1 101 /)
		expect(answer).not.toMatch(/extensions/i)
	})

	test('is cut within five seconds when its headers never end, or never begin', { timeout: 15_000 }, async () => {
		const { url } = await runSignaling({ timings })
		const begun = performance.now()
		const cutAfterMs = async (text: string) => {
			const socket = await dial(url)
			if (text) socket.write(text)
			socket.resume()
			await once(socket, 'close')
			return performance.now() - begun
		}
		const slow = ['GET / HTTP/1.1\r\nHost: a\r\n', 'GET / HTTP/1.1\r\nUpgrade: websocket\r\nX: ', '']
		for (const ms of await Promise.all(slow.map(cutAfterMs))) expect(ms).toBeLessThan(5_000)
	})
})

describe('a frame', () => {
	test('of the largest size is read, and one byte more closes with 1009', async () => {
		const { url } = await runSignaling({ timings })
		const browser = await open(url)
		browser.socket.send('x'.repeat(maxFrameBytes))
		await eventually(() => browser.raw.at(-1)).toContain('request.not_json')
		browser.socket.send('x'.repeat(maxFrameBytes + 1))
		expect(await browser.closed).toBe(1009)
	})

	test('in too many fragments closes with 1008, in just as many as allowed it is read', async () => {
		const { url } = await runSignaling({ timings })
		for (const [count, code] of [
			[maxFragments, null],
			[maxFragments + 1, 1008],
		] as const) {
			const { socket } = await shake(url)
			const heard: Buffer[] = []
			socket.on('data', (data) => heard.push(data))
			const pieces = Array.from({ length: count }, (_, index) =>
				frame(index ? 0 : 1, Buffer.from('x'), index === count - 1),
			)
			socket.write(Buffer.concat(pieces))
			await eventually(() => Buffer.concat(heard).length).toBeGreaterThan(0)
			expect(closeCodeIn(Buffer.concat(heard))).toBe(code)
		}
	})

	test('of bytes closes with 1003, of broken UTF-8 with 1007', async () => {
		const { url } = await runSignaling({ timings })
		const browser = await open(url)
		browser.socket.send(Buffer.from('{}'))
		expect(await browser.closed).toBe(1003)
		const { socket } = await shake(url)
		socket.write(frame(1, Buffer.from([0xff, 0xfe])))
		const [data] = await once(socket, 'data')
		expect(closeCodeIn(data)).toBe(1007)
	})
})

describe('a socket', () => {
	test('that answers no ping is cut, one that does stays', async () => {
		const { url } = await runSignaling({ timings: { ...timings, pingEveryMs: 100, silentAfterMs: 400 } })
		const living = await enter(url, callClaims())
		const { socket } = await shake(url)
		socket.resume()
		const begun = performance.now()
		await once(socket, 'close')
		expect(performance.now() - begun).toBeLessThan(1_500)
		await new Promise((resolve) => setTimeout(resolve, 600))
		expect(await living.request('ping', {})).toBeDefined()
	})

	test('that is half-open is known to be so within ten seconds, and an unread one soon after', () => {
		const { pingEveryMs, silentAfterMs, unreadAfterMs, joinDeadlineMs } = defaultTimings
		expect(pingEveryMs + silentAfterMs).toBeLessThanOrEqual(10_000)
		expect(unreadAfterMs).toBeLessThanOrEqual(10_000)
		expect(joinDeadlineMs).toBeLessThanOrEqual(5_000)
	})

	test('that floods gets Problems, then 1008, while others are served', async () => {
		const { url } = await runHouse()
		const claims = pair()
		const [host, guest] = [await enter(url, claims.host), await enter(url, claims.guest)]
		const flooder = await enter(url, callClaims())
		const text = JSON.stringify({ kind: 'request', id: 1, method: 'ping', data: {} })
		const flood = setInterval(() => {
			for (let index = 0; index < 50; index++) flooder.socket.send(text)
		}, 5)
		const answeredMs: number[] = []
		for (let index = 0; index < 5; index++) {
			const asked = performance.now()
			await Promise.all([host.request('ping', {}), guest.request('ping', {})])
			answeredMs.push(performance.now() - asked)
		}
		expect(await flooder.closed).toBe(1008)
		clearInterval(flood)
		expect(flooder.raw.filter((raw) => raw.includes('rate.limited')).length).toBeGreaterThan(20)
		expect(Math.max(...answeredMs)).toBeLessThan(1_000)
		expect(await host.ring()).toMatchObject({ state: 'ringing' })
	})

	test('has limits of each kind apart: who chats too much can still hang up', async () => {
		const { url } = await runHouse()
		const claims = pair()
		const host = await enter(url, claims.host)
		const send = () => host.request('chat.send', { messageId: crypto.randomUUID(), text: 'はい' })
		const said = await Promise.allSettled(Array.from({ length: 30 }, send))
		const refused = said.find(({ status }) => status === 'rejected')
		expect(refused).toMatchObject({ reason: { code: 'rate.limited', extras: { retryAfterMs: expect.any(Number) } } })
		expect(await host.request('call.end', { reason: 'technical' })).toMatchObject({ state: 'ended' })
	})

	test('that pings without end is closed with 1008', async () => {
		const { url } = await runSignaling({ timings })
		const browser = await open(url)
		const flood = setInterval(() => {
			for (let index = 0; index < 50 && browser.socket.readyState === WebSocket.OPEN; index++) browser.socket.ping()
		}, 5)
		expect(await browser.closed).toBe(1008)
		clearInterval(flood)
	})
})

test('ops read health and metrics on the same port, and nothing else is there', async () => {
	const { url, signaling } = await runHouse()
	await enter(url, callClaims())
	const health = await fetch(`${signaling.httpUrl}/health`)
	expect([health.status, await health.json()]).toMatchObject([200, { status: 'ok', calls: 1, sfu: [{ up: true }] }])
	const metrics = await (await fetch(`${signaling.httpUrl}/metrics`)).text()
	expect(metrics).toContain('enshin_signaling_connections 1')
	expect(metrics).toContain('enshin_signaling_calls{state="waiting"} 1')
	expect(metrics).toMatch(/enshin_signaling_request_seconds_count\{method="join",outcome="ok"\} 1/)
	expect((await fetch(`${signaling.httpUrl}/`)).status).toBe(404)
	expect((await fetch(`${signaling.httpUrl}/health`, { method: 'POST' })).status).toBe(405)
})
