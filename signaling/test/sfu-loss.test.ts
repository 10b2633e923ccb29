import { kill } from 'node:process'
import { describe, expect, test } from 'vitest'
import { enter, open, type Participant, pair } from './support/browser.ts'
import { eventually } from './support/eventually.ts'
import { runRelay } from './support/relay.ts'
import { canAll } from './support/rtp.ts'
import { runSfu } from './support/sfu.ts'
import { freePort, runHouse, runSignaling } from './support/signaling.ts'
import { callClaims, mint } from './support/tokens.ts'

test('a killed worker: every browser is told, gets a later epoch on the same socket, and builds anew', async () => {
	const { url, sfu, api } = await runHouse()
	const { guest, host, claims } = await sendingCall(url)
	kill(await sfu.workerPid(), 'SIGKILL')
	for (const one of [guest, host]) {
		expect(await one.until('media.lost')).toEqual({ epoch: 1 })
		expect(await one.until('media.offered')).toMatchObject({ epoch: 2 })
	}
	// Nothing was clicked, the call is still live, and what was before is of no use any more.
	expect(guest.toldOf('call.changed').at(-1)).toMatchObject({ state: 'live' })
	expect(guest.toldOf('peer.changed').at(-1)).toMatchObject({ camera: false })
	const late = guest.request('media.setCapabilities', { epoch: 1, rtpCapabilities: canAll })
	await expect(late).rejects.toMatchObject({ code: 'request.out_of_order' })

	const from = { guest: guest.told.length, host: host.told.length }
	for (const one of [guest, host]) {
		await one.connect()
		await one.canReceive(canAll)
		await one.produce('camera')
	}
	expect(await guest.until('media.consumersOpened', undefined, { from: from.guest })).toMatchObject({ epoch: 2 })
	expect(await host.until('media.consumersOpened', undefined, { from: from.host })).toMatchObject({ epoch: 2 })
	await eventually(() => api.eventsOf(claims.callId).filter(({ type }) => type === 'media_restarted')).toHaveLength(1)
})

test('a join while the sfu is away is answered without media, which is offered when it comes', async () => {
	const port = await freePort()
	const { url } = await runSignaling({ sfuUrls: [`ws://127.0.0.1:${port}`], timings: { offerWithinMs: 100 } })
	const claims = pair()
	const guest = await enter(url, claims.guest)
	expect(guest.joined.media).toBeNull()
	const host = await enter(url, claims.host)
	await host.ring()
	await guest.enter()
	await expect(guest.produce('camera')).rejects.toMatchObject({ code: 'media.unavailable' })
	await runSfu({ port })
	for (const one of [guest, host]) expect(await one.until('media.offered')).toMatchObject({ epoch: 1 })
	await sendAndReceive(guest, host)
})

test('an sfu that stops and another that starts in its place: media is lost, then offered anew', async () => {
	const port = await freePort()
	const first = await runSfu({ port })
	const { url } = await runSignaling({ sfuUrls: [first.url] })
	const { guest, host } = await sendingCall(url)
	await first.close()
	await eventually(() => guest.produce('microphone').catch(({ code }) => code)).toBe('media.unavailable')
	expect(guest.toldOf('media.lost')).toEqual([])
	await runSfu({ port })
	for (const one of [guest, host]) expect(await one.until('media.offered')).toMatchObject({ epoch: 2 })
	await sendAndReceive(guest, host)
})

test('a node that stays away loses its calls to another one, each of which is in one place', async () => {
	const [first, second] = [await runSfu({ nodeId: 'sfu-1' }), await runSfu({ nodeId: 'sfu-2' })]
	const settings = { sfuUrls: [first.url, second.url], timings: { nodeGoneAfterMs: 300 } }
	const { url } = await runSignaling(settings)
	await eventually(() => health(url)).toMatchObject({ sfu: [{ up: true }, { up: true }] })
	const { guest, host, claims } = await sendingCall(url, 'sfu-1')
	expect((await first.hello()).roomIds).toEqual([claims.callId])
	await first.close()
	for (const one of [guest, host]) {
		await one.until('media.lost')
		expect(await one.until('media.offered')).toMatchObject({ epoch: 2 })
	}
	expect((await second.hello()).roomIds).toEqual([claims.callId])
	await sendAndReceive(guest, host)
	const back = await runSfu({ nodeId: 'sfu-1', port: first.port })
	await eventually(() => health(url)).toMatchObject({ sfu: [{ up: true }, { up: true }] })
	expect((await back.hello()).roomIds).toEqual([])
	expect(guest.toldOf('media.lost')).toHaveLength(1)
})

describe('a control socket that is lost while the sfu lives on', () => {
	async function cutOff() {
		const sfu = await runSfu()
		const relay = await runRelay(sfu.url)
		const { url } = await runSignaling({ sfuUrls: [relay.url] })
		const claims = pair()
		const [guest, host] = [await enter(url, claims.guest), await enter(url, claims.host)]
		await host.ring()
		await sendAndReceive(guest, host)
		for (const one of [guest, host])
			await one.request('media.resumeConsumers', { consumerIds: one.consumers().map(({ id }) => id) })
		relay.cut()
		await eventually(() => health(url)).toMatchObject({ sfu: [{ up: false }] })
		return { sfu, relay, url, guest, host, callId: claims.callId, claims }
	}

	test('costs no media: what was decided meanwhile is done when it is back', async () => {
		const { sfu, relay, url, guest, host, callId } = await cutOff()
		expect(await guest.enter()).toMatchObject({ state: 'live' })
		expect(await sfu.flowing(callId)).toEqual([false, false])
		relay.mend()
		await eventually(() => sfu.flowing(callId)).toEqual([true, true])
		expect(await health(url)).toMatchObject({ sfu: [{ up: true }] })
		for (const one of [guest, host]) expect(one.toldOf('media.lost')).toEqual([])
		await guest.produce('microphone')
		await eventually(() => host.consumers()).toHaveLength(2)
	})

	test('leaves nobody behind who left meanwhile', async () => {
		const { sfu, relay, guest } = await cutOff()
		await guest.request('call.leave', {})
		expect((await sfu.hello()).load.peers).toBe(2)
		relay.mend()
		await eventually(async () => (await sfu.hello()).load.peers).toBe(1)
	})

	test('lets in who joins meanwhile, with media when it is back', async () => {
		const { relay, url, guest, claims, host } = await cutOff()
		guest.socket.terminate()
		const again = await enter(url, claims.guest)
		expect(again.joined.media).toBeNull()
		relay.mend()
		await again.until('media.offered')
		await sendAndReceive(again, host)
	})

	test('leaves no room behind of a call that ended meanwhile', async () => {
		const { sfu, relay, host, callId } = await cutOff()
		await host.request('call.end', { reason: 'technical' })
		expect((await sfu.hello()).roomIds).toEqual([callId])
		relay.mend()
		await eventually(async () => (await sfu.hello()).roomIds).toEqual([])
	})
})

test('the wrong control secret lets nobody in, and signaling goes on without media', async () => {
	const sfu = await runSfu()
	const { url } = await runSignaling({
		sfuUrls: [sfu.url],
		sfuControlSecret: 'not the right secret',
		timings: { offerWithinMs: 100 },
	})
	const browser = await open(url)
	expect((await browser.request('join', { token: await mint(callClaims()) })).media).toBeNull()
	expect(await health(url)).toMatchObject({ status: 'ok', sfu: [{ up: false }] })
})

async function sendingCall(url: string, sfuNode: string | null = null) {
	const claims = pair({ sfuNode })
	const guest = await enter(url, claims.guest)
	const host = await enter(url, claims.host)
	await host.ring()
	await guest.enter()
	await sendAndReceive(guest, host)
	return { claims, guest, host }
}

async function sendAndReceive(guest: Participant, host: Participant): Promise<void> {
	for (const one of [guest, host]) await one.canReceive(canAll)
	const sent = [await guest.produce('camera'), await host.produce('camera')]
	await eventually(() => [host, guest].flatMap((one) => one.consumers().map(({ producerId }) => producerId))).toEqual(
		expect.arrayContaining(sent),
	)
}

async function health(url: string): Promise<unknown> {
	return (await fetch(`${url.replace('ws:', 'http:')}/health`)).json()
}
