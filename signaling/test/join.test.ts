import { randomUUID } from 'node:crypto'
import { generateKeyPair, UnsecuredJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { enter, open, pair } from './support/browser.ts'
import { eventually } from './support/eventually.ts'
import { runHouse, runSignaling } from './support/signaling.ts'
import { callClaims, mint, watchClaims } from './support/tokens.ts'

describe('entry', () => {
	test('a token that is used, expired, foreign, forged or unsigned is refused, and its socket closed', async () => {
		const { url } = await runSignaling({ timings: { offerWithinMs: 50 } })
		const used = await mint(callClaims())
		await (await open(url)).request('join', { token: used })
		const past = Math.floor(Date.now() / 1000) - 30
		const { privateKey: foreign } = await generateKeyPair('EdDSA')
		const [head, , signature] = used.split('.')
		const payload = Buffer.from(JSON.stringify(callClaims({ role: 'host' }))).toString('base64url')
		const refused = [
			[used, 'join_token.used'],
			[await mint(callClaims({ exp: past })), 'join_token.expired'],
			[await mint(callClaims(), foreign), 'join_token.invalid'],
			[`${head}.${payload}.${signature}`, 'join_token.invalid'],
			[new UnsecuredJWT({ ...callClaims() }).encode(), 'join_token.invalid'],
			[await mint({ ...callClaims(), aud: 'enshin-web' as 'enshin-signaling' }), 'join_token.invalid'],
			[await mint(watchClaims(randomUUID())), 'join_token.invalid'],
			['nonsense', 'join_token.invalid'],
		] as const
		for (const [token, code] of refused) {
			const browser = await open(url)
			await expect(browser.request('join', { token })).rejects.toMatchObject({ code })
			expect(await browser.closed).toBe(4003)
		}
	})

	test('a token for one call opens that call alone', async () => {
		const { url } = await runHouse()
		const [mine, other] = [pair(), pair()]
		const host = await enter(url, mine.host)
		const stranger = await enter(url, other.guest)
		expect(stranger.joined.call.callId).toBe(other.callId)
		expect(stranger.joined.peers).toEqual([])
		await stranger.request('chat.send', { messageId: randomUUID(), text: 'is anybody there?' })
		await expect(host.ring()).rejects.toMatchObject({ code: 'call.guest_absent' })
		expect(host.told).toEqual([])
	})

	test('before it nothing is heard, and only one is taken', async () => {
		const { url } = await runSignaling({ timings: { offerWithinMs: 50 } })
		const browser = await open(url)
		for (const method of ['ping', 'call.ring', 'call.enter', 'call.leave'] as const)
			await expect(browser.request(method, {})).rejects.toMatchObject({ code: 'call.not_joined' })
		const [first, second] = await Promise.allSettled([
			browser.request('join', { token: await mint(callClaims()) }),
			browser.request('join', { token: await mint(callClaims()) }),
		])
		expect(first.status).toBe('fulfilled')
		expect(second).toMatchObject({ status: 'rejected', reason: { code: 'request.out_of_order' } })
		const third = browser.request('watch', { token: await mint(watchClaims(randomUUID())) })
		await expect(third).rejects.toMatchObject({ code: 'request.out_of_order' })
		expect(await browser.request('ping', {})).toEqual({ at: expect.any(String) })
	})

	test('has a deadline', async () => {
		const { url } = await runSignaling({ timings: { joinDeadlineMs: 200 } })
		const browser = await open(url)
		const begun = performance.now()
		expect(await browser.closed).toBe(4003)
		expect(performance.now() - begun).toBeLessThan(1_000)
	})

	test('of a page elsewhere in the same call replaces the first: its socket closes, and nobody sees two', async () => {
		const { url, sfu } = await runHouse()
		const claims = pair()
		const host = await enter(url, claims.host)
		const first = await enter(url, claims.guest)
		const second = await enter(url, claims.guest)
		expect(await first.closed).toBe(4001)
		expect(second.joined.peers.map(({ peerId }) => peerId)).toEqual([claims.host.peerId])
		await host.until('peer.changed', ({ connected }) => connected)
		expect(host.toldOf('peer.joined')).toHaveLength(1)
		expect(host.toldOf('peer.left')).toEqual([])
		expect((await sfu.hello()).load.peers).toBe(2)
		// The session of the first went with it.
		const { sessionId, secret } = first.joined.session
		const stale = (await open(url)).request('resume', { sessionId, secret, mediaEpoch: 1 })
		await expect(stale).rejects.toMatchObject({ code: 'session.unknown' })
		expect(await host.ring()).toMatchObject({ state: 'ringing' })
		await second.until('call.changed', ({ state }) => state === 'ringing')
	})

	test('ten joins of one person at once leave one', async () => {
		const { url, sfu } = await runHouse()
		const claims = pair()
		const host = await enter(url, claims.host)
		await Promise.allSettled(Array.from({ length: 10 }, () => enter(url, claims.guest)))
		await eventually(async () => (await sfu.hello()).load.peers).toBe(2)
		expect(host.toldOf('peer.joined')).toHaveLength(1)
		expect((await enter(url, claims.host)).joined.peers).toHaveLength(1)
	})

	test('speaks the language of the browser until it knows the person, and then theirs', async () => {
		const { url } = await runSignaling({ timings: { offerWithinMs: 50 } })
		const browser = await open(url, { 'accept-language': 'en-GB,en;q=0.9' })
		browser.socket.send(JSON.stringify({ kind: 'request', id: 1, method: 'ping', data: {} }))
		await eventually(() => browser.raw.at(-1)).toContain('You have not entered yet.')
		await browser.request('join', { token: await mint(callClaims()) })
		browser.socket.send(JSON.stringify({ kind: 'request', id: 2, method: 'call.ring', data: {} }))
		await eventually(() => browser.raw.at(-1)).toContain('この操作をする権限がありません。')
	})
})

describe('a call this process does not know', () => {
	test.each(['live', 'interrupted'] as const)(
		'and that is on record as %s is entered again without a ring',
		async (state) => {
			const { url, api } = await runHouse()
			const liveSince = '2026-11-22T09:00:00.000Z'
			const claims = pair({ recorded: { state, liveSince } })
			const guest = await enter(url, claims.guest)
			expect(guest.joined.call).toMatchObject({ state: 'interrupted', liveSince, interruption: { by: 'host' } })
			await guest.produce('camera')
			const host = await enter(url, claims.host)
			expect(host.joined.call).toMatchObject({ state: 'live', liveSince })
			expect(await guest.enter()).toMatchObject({ state: 'live' })
			const expected = [...(state === 'live' ? ['live>interrupted'] : []), 'interrupted>live']
			await eventually(() => api.transitionsOf(claims.callId)).toEqual(expected)
		},
	)

	test('and that is on record as ended stays so', async () => {
		const { url } = await runHouse()
		const { guest } = pair({ recorded: { state: 'ended', liveSince: null } })
		await expect(enter(url, guest)).rejects.toMatchObject({ code: 'call.ended' })
	})

	test('and that rang when the last process ended must ring again', async () => {
		const { url, api } = await runHouse()
		const { guest: claims, callId } = pair({ recorded: { state: 'ringing', liveSince: null } })
		const guest = await enter(url, claims)
		expect(guest.joined.call.state).toBe('waiting')
		await expect(guest.enter()).rejects.toMatchObject({ code: 'call.not_called' })
		await eventually(() => api.transitionsOf(callId)).toEqual(['ringing>waiting'])
	})
})
