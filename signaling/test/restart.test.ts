import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { runApi } from './support/api.ts'
import { enter, open, pair } from './support/browser.ts'
import { eventually } from './support/eventually.ts'
import { canAll } from './support/rtp.ts'
import { runSfu } from './support/sfu.ts'
import { freePort, runHouse, runSignaling } from './support/signaling.ts'
import { callClaims, mint } from './support/tokens.ts'

describe('signaling that stops', () => {
	test('tells every browser, closes with 1012, and leaves the rooms alive on the sfu', async () => {
		const { url, sfu, signaling } = await runHouse()
		const claims = pair()
		const [guest, host] = [await enter(url, claims.guest), await enter(url, claims.host)]
		const stranger = await open(url)
		await host.ring()
		await guest.enter()
		await guest.produce('camera')
		await signaling.close()
		for (const one of [guest, host, stranger]) {
			expect(await one.until('server.closing')).toEqual({ retryAfterMs: expect.any(Number) })
			expect(await one.closed).toBe(1012)
		}
		expect(await sfu.hello()).toMatchObject({ roomIds: [claims.callId], load: { peers: 2, producers: 1 } })
		await expect(open(url)).rejects.toThrow()
	})

	test('hands its calls to the next process: both come back into the live call, and nobody is there twice', async () => {
		const [sfu, api, port] = [await runSfu(), await runApi(), await freePort()]
		const settings = { port, sfuUrls: [sfu.url], apiUrl: api.url }
		const first = await runSignaling(settings)
		const claims = pair()
		const [guest, host] = [await enter(first.url, claims.guest), await enter(first.url, claims.host)]
		await host.ring()
		await guest.enter()
		await first.close()
		const second = await runSignaling(settings)
		const { sessionId, secret } = guest.joined.session
		const stale = (await open(second.url)).request('resume', { sessionId, secret, mediaEpoch: 1 })
		await expect(stale).rejects.toMatchObject({ code: 'session.unknown' })

		// What the api would say by now, from the events of the first process.
		await eventually(() => api.transitionsOf(claims.callId)).toEqual(['waiting>ringing', 'ringing>live'])
		const recorded = { state: 'live', liveSince: new Date().toISOString() } as const
		const [guest2, host2] = [
			await enter(second.url, { ...claims.guest, recorded, iat: Math.ceil(Date.now() / 1000) }),
			await enter(second.url, { ...claims.host, recorded, iat: Math.ceil(Date.now() / 1000) }),
		]
		expect(host2.joined).toMatchObject({ call: { state: 'live' }, peers: [{ peerId: claims.guest.peerId }] })
		for (const one of [guest2, host2]) await one.canReceive(canAll)
		await guest2.produce('camera')
		await eventually(() => host2.consumers()).toHaveLength(1)
		expect((await sfu.hello()).load).toMatchObject({ rooms: 1, peers: 2 })
	})

	test('does not take a token that an earlier process may have taken', async () => {
		const iat = Math.floor(Date.now() / 1000) - 5
		const token = await mint(callClaims({ iat, exp: iat + 60 }))
		const { url } = await runSignaling({})
		await expect((await open(url)).request('join', { token })).rejects.toMatchObject({ code: 'join_token.used' })
	})
})

describe('what happens in a call', () => {
	test('is told to the api in order and once, however long that is away', async () => {
		const { url, api } = await runHouse()
		const claims = pair()
		api.state.refuseWith = 503
		const [guest, host] = [await enter(url, claims.guest), await enter(url, claims.host)]
		await host.ring()
		await guest.enter()
		await eventually(() => api.state.requests).toBeGreaterThan(1)
		api.state.refuseWith = null
		await host.request('call.end', { reason: 'completed' })
		const types = () => api.eventsOf(claims.callId).map(({ type, by, to }) => `${type} ${by} ${to}`)
		await eventually(types).toEqual([
			'peer_joined guest null',
			'peer_joined host null',
			'state_changed host ringing',
			'state_changed guest live',
			'state_changed host ended',
		])
	})

	test('is not lost when signaling stops before the api took it', async () => {
		const { url, api, signaling } = await runHouse({ timings: { closeWithinMs: 3_000 } })
		const claims = pair()
		api.state.refuseWith = 503
		await enter(url, claims.guest)
		await eventually(() => api.state.requests).toBeGreaterThan(0)
		const closed = signaling.close()
		api.state.refuseWith = null
		await closed
		expect(api.eventsOf(claims.callId)).toMatchObject([{ type: 'peer_joined' }])
	})

	test('that the api will never take does not hold up what follows', async () => {
		const { url, api } = await runHouse()
		const claims = pair()
		api.state.refuseWith = 422
		const guest = await enter(url, claims.guest)
		await eventually(() => api.state.requests).toBe(1)
		api.state.refuseWith = null
		await guest.request('call.leave', {})
		await eventually(() => api.eventsOf(claims.callId)).toMatchObject([{ type: 'peer_left', seq: 2 }])
	})
})

test('a call nobody is in is forgotten after a while, with its room, and the record brings it back', async () => {
	const { url, sfu, signaling } = await runHouse({ timings: { forgetAfterMs: 100, sweepEveryMs: 50 } })
	const claims = pair()
	const guest = await enter(url, claims.guest)
	await guest.request('chat.send', { messageId: randomUUID(), text: 'はい' })
	await guest.request('call.leave', {})
	const calls = async () => ((await (await fetch(`${signaling.httpUrl}/health`)).json()) as { calls: number }).calls
	await eventually(calls).toBe(0)
	await eventually(async () => (await sfu.hello()).roomIds).toEqual([])
	const recorded = { state: 'interrupted', liveSince: new Date().toISOString() } as const
	expect((await enter(url, { ...claims.guest, recorded })).joined).toMatchObject({
		call: { state: 'interrupted' },
		chat: [],
	})
})
