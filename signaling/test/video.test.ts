import { describe, expect, test } from 'vitest'
import { enter, type Participant, pair } from './support/browser.ts'
import { eventually } from './support/eventually.ts'
import { canAll } from './support/rtp.ts'
import { runScriptedSfu } from './support/scripted-sfu.ts'
import { runSignaling } from './support/signaling.ts'

async function seenCall() {
	const sfu = await runScriptedSfu()
	const { url } = await runSignaling({ sfuUrls: [sfu.url], timings: { videoLostAfterMs: 200 } })
	const claims = pair()
	const [guest, host] = [await enter(url, claims.guest), await enter(url, claims.host)]
	await host.ring()
	await guest.enter()
	const cameras = { guest: await guest.produce('camera'), host: await host.produce('camera') }
	const score = (who: Participant, producerId: string, score: number) =>
		sfu.tell('producer.score', { roomId: claims.callId, peerId: who.claims.peerId, producerId, score })
	score(guest, cameras.guest, 9)
	score(host, cameras.host, 9)
	await guest.until('media.producerScore')
	await host.until('media.producerScore')
	return { sfu, url, claims, guest, host, cameras, score }
}

describe('a call whose pictures have both been seen', () => {
	test('is interrupted as soon as one is switched off, and live when it is back', async () => {
		const { guest, host, cameras } = await seenCall()
		await guest.request('media.pauseProducer', { producerId: cameras.guest })
		expect(await host.until('call.changed', ({ state }) => state === 'interrupted')).toMatchObject({
			interruption: { reason: 'video_off', by: 'guest' },
		})
		const from = host.told.length
		await guest.request('media.resumeProducer', { producerId: cameras.guest })
		await host.until('call.changed', ({ state }) => state === 'live', { from })
		await host.request('media.closeProducer', { producerId: cameras.host })
		await guest.until('call.changed', ({ interruption }) => interruption?.by === 'host')
	})

	test('is interrupted when nothing arrives for some seconds, not for a short hole', async () => {
		const { guest, host, cameras, score } = await seenCall()
		score(guest, cameras.guest, 0)
		score(guest, cameras.guest, 7)
		await guest.until('media.producerScore', (data) => data.score === 7)
		await new Promise((resolve) => setTimeout(resolve, 300))
		expect(host.toldOf('call.changed').at(-1)).toMatchObject({ state: 'live' })
		score(guest, cameras.guest, 0)
		expect(await host.until('call.changed', ({ state }) => state === 'interrupted')).toMatchObject({
			interruption: { reason: 'video_lost', by: 'guest' },
		})
		const from = host.told.length
		score(guest, cameras.guest, 4)
		await host.until('call.changed', ({ state }) => state === 'live', { from })
	})

	test('is not interrupted by a lost socket while the picture flows, and is when that is gone too', async () => {
		const { guest, host, cameras, score } = await seenCall()
		guest.socket.terminate()
		await host.until('peer.changed', ({ connected }) => !connected)
		expect(host.toldOf('call.changed').at(-1)).toMatchObject({ state: 'live' })
		score(guest, cameras.guest, 0)
		expect(await host.until('call.changed', ({ state }) => state === 'interrupted')).toMatchObject({
			interruption: { reason: 'peer_lost', by: 'guest' },
		})
	})

	test('stays live while another camera takes over', async () => {
		const { guest, host, score } = await seenCall()
		const second = await guest.produce('camera')
		score(guest, second, 8)
		await guest.until('media.producerScore', ({ producerId }) => producerId === second)
		expect(host.toldOf('call.changed').at(-1)).toMatchObject({ state: 'live' })
	})

	test('is interrupted when the sfu loses a transport, and that browser alone gets others', async () => {
		const { guest, host, sfu, claims, cameras } = await seenCall()
		const peer = { roomId: claims.callId, peerId: claims.guest.peerId }
		sfu.tell('transport.closed', { ...peer, direction: 'send' })
		sfu.tell('producer.closed', { ...peer, producerId: cameras.guest })
		await host.until('call.changed', ({ interruption }) => interruption?.reason === 'video_lost')
		expect(await guest.until('media.lost')).toEqual({ epoch: 1 })
		expect(await guest.until('media.offered')).toMatchObject({ epoch: 2 })
		expect(host.toldOf('media.lost')).toEqual([])
		await guest.canReceive(canAll)
		expect(await guest.until('media.consumersOpened')).toMatchObject({ epoch: 2 })
	})

	test('tells each side how well its streams do', async () => {
		const { host, sfu, claims, cameras } = await seenCall()
		await host.canReceive(canAll)
		const [consumer] = (await host.until('media.consumersOpened')).consumers
		expect(consumer?.producerId).toBe(cameras.guest)
		const consumerId = String(consumer?.id)
		const peer = { roomId: claims.callId, peerId: claims.host.peerId }
		sfu.tell('consumer.score', { ...peer, consumerId, score: 5, producerScore: 9 })
		expect(await host.until('media.consumerScore')).toEqual({ consumerId, score: 5, producerScore: 9 })
	})
})

test('before both pictures have been seen, a camera that is off does not interrupt', async () => {
	const sfu = await runScriptedSfu()
	const { url } = await runSignaling({ sfuUrls: [sfu.url] })
	const claims = pair()
	const [guest, host] = [await enter(url, claims.guest), await enter(url, claims.host)]
	await host.ring()
	await guest.produce('camera', true)
	expect(await guest.enter()).toMatchObject({ state: 'live' })
	await host.request('ping', {})
	expect(host.toldOf('call.changed').map((data) => (data as { state: string }).state)).toEqual(['ringing', 'live'])
})

test('入る costs the sfu one command for each participant', async () => {
	const sfu = await runScriptedSfu()
	const { url } = await runSignaling({ sfuUrls: [sfu.url] })
	const claims = pair()
	const [guest, host] = [await enter(url, claims.guest), await enter(url, claims.host)]
	for (const one of [guest, host]) await one.canReceive(canAll)
	await host.ring()
	for (const one of [guest, host]) {
		await one.produce('camera')
		await one.produce('microphone')
	}
	for (const one of [guest, host]) {
		await eventually(() => one.consumers()).toHaveLength(2)
		await one.request('media.resumeConsumers', { consumerIds: one.consumers().map(({ id }) => id) })
	}
	expect(sfu.asked.filter(({ method }) => method === 'consumer.resumeMany')).toEqual([])
	const before = sfu.asked.length
	await guest.enter()
	await eventually(() => sfu.asked.length).toBe(before + 2)
	expect(sfu.asked.slice(before).map(({ method, data }) => [method, Object(data).consumerIds.length])).toEqual([
		['consumer.resumeMany', 2],
		['consumer.resumeMany', 2],
	])
})

test('a stream that ended while its consumer was being made is not offered', async () => {
	const sfu = await runScriptedSfu()
	const { url } = await runSignaling({ sfuUrls: [sfu.url] })
	const claims = pair()
	const [guest, host] = [await enter(url, claims.guest), await enter(url, claims.host)]
	const { promise, resolve } = Promise.withResolvers<void>()
	const openMany = sfu.handlers['consumer.openMany']
	sfu.handlers['consumer.openMany'] = async (context, data) => {
		await promise
		return openMany(context, data)
	}
	await host.canReceive(canAll)
	await host.ring()
	const ended = await guest.produce('camera')
	await guest.request('media.closeProducer', { producerId: ended })
	const stayed = await guest.produce('microphone')
	resolve()
	await host.until('media.consumersOpened')
	expect(host.consumers().map(({ producerId }) => producerId)).toEqual([stayed])
})

test('a room abandoned by mistake is opened anew while people are in the call', async () => {
	const { guest, host, sfu, claims } = await seenCall()
	sfu.tell('room.closed', { roomId: claims.callId, reason: 'abandoned' })
	for (const one of [guest, host]) expect(await one.until('media.offered')).toMatchObject({ epoch: 2 })
})
