import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { enter, pair } from './support/browser.ts'
import { eventually } from './support/eventually.ts'
import { canAll, canAudio } from './support/rtp.ts'
import { runHouse } from './support/signaling.ts'

describe('a call', () => {
	test('from the waiting room to the end: everything is connected on the ring, and flows on 入る', async () => {
		const { url, api, sfu } = await runHouse()
		const claims = pair()
		const guest = await enter(url, claims.guest)
		expect(guest.joined).toMatchObject({ call: { state: 'waiting', liveSince: null }, peers: [], chat: [] })
		expect(guest.joined.queue).toEqual({ ahead: 0, delayMinutes: 0 })
		expect(guest.joined.media?.epoch).toBe(1)
		const host = await enter(url, claims.host)
		expect(host.joined).toMatchObject({ peers: [{ role: 'guest', name: '髙橋 花子', connected: true }], queue: null })
		expect(await guest.until('peer.joined')).toMatchObject({ role: 'host', name: '山本 健一' })
		for (const one of [guest, host]) await one.canReceive(canAll)
		await Promise.all([guest.connect(), host.connect()])

		expect(await host.ring()).toMatchObject({ state: 'ringing' })
		await guest.until('call.changed', ({ state }) => state === 'ringing')
		await Promise.all([host, guest].flatMap((one) => [one.produce('camera'), one.produce('microphone')]))
		for (const one of [guest, host]) {
			await eventually(() =>
				one
					.consumers()
					.map(({ source }) => source)
					.toSorted(),
			).toEqual(['camera', 'microphone'])
			await one.request('media.resumeConsumers', { consumerIds: one.consumers().map(({ id }) => id) })
		}
		// Ready on both sides, and still nothing flows: the patient has not entered.
		expect(await sfu.flowing(claims.callId)).toEqual([false, false, false, false])

		expect(await guest.enter()).toMatchObject({ state: 'live', liveSince: expect.any(String) })
		await host.until('call.changed', ({ state }) => state === 'live')
		await eventually(() => sfu.flowing(claims.callId)).toEqual([true, true, true, true])

		expect(await host.request('call.end', { reason: 'completed' })).toMatchObject({ state: 'ended' })
		expect(await guest.until('call.changed', ({ state }) => state === 'ended')).toMatchObject({
			endReason: 'completed',
		})
		expect(await Promise.all([guest.closed, host.closed])).toEqual([4002, 4002])
		await eventually(async () => (await sfu.hello()).roomIds).toEqual([])

		await eventually(() => api.transitionsOf(claims.callId)).toEqual(['waiting>ringing', 'ringing>live', 'live>ended'])
		const events = api.eventsOf(claims.callId)
		expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1))
		expect(events.at(-1)).toMatchObject({ by: 'host', reason: 'completed' })
		await expect(enter(url, claims.guest)).rejects.toMatchObject({ code: 'call.ended' })
	})

	test('a patient can neither enter nor send before being called, and never has the rights of a host', async () => {
		const { url } = await runHouse()
		const claims = pair()
		const guest = await enter(url, claims.guest)
		const host = await enter(url, claims.host)
		await expect(guest.enter()).rejects.toMatchObject({ code: 'call.not_called' })
		await expect(guest.produce('camera')).rejects.toMatchObject({ code: 'call.not_called' })
		await expect(host.produce('camera')).rejects.toMatchObject({ code: 'call.wrong_state' })
		for (const method of ['call.ring', 'call.cancelRing'] as const)
			await expect(guest.request(method, {})).rejects.toMatchObject({ code: 'auth.forbidden' })
		await expect(guest.request('call.end', { reason: 'technical' })).rejects.toMatchObject({ code: 'auth.forbidden' })
		expect(host.toldOf('call.changed')).toEqual([])

		await host.ring()
		await host.request('call.cancelRing', {})
		await guest.until('call.changed', ({ state }) => state === 'waiting')
		await expect(guest.enter()).rejects.toMatchObject({ code: 'call.not_called' })
		await expect(guest.produce('microphone')).rejects.toMatchObject({ code: 'call.not_called' })
	})

	test('when the host rings no more, nobody sends any more, and a second ring begins anew', async () => {
		const { url, sfu } = await runHouse()
		const claims = pair()
		const [guest, host] = [await enter(url, claims.guest), await enter(url, claims.host)]
		await host.canReceive(canAll)
		await host.ring()
		await guest.produce('camera')
		await eventually(() => host.consumers()).toHaveLength(1)
		const [late] = await Promise.allSettled([guest.produce('microphone'), host.request('call.cancelRing', {})])
		await eventually(async () => (await sfu.hello()).load).toMatchObject({ producers: 0, consumers: 0 })
		expect(host.consumers()).toEqual([])
		expect(late.status === 'fulfilled' || late.reason.code === 'call.wrong_state').toBe(true)
		await host.ring()
		await guest.produce('camera')
		await eventually(() => host.consumers()).toHaveLength(1)
	})

	test('a host cannot ring an empty waiting room', async () => {
		const { url } = await runHouse()
		const { host: claims } = pair()
		const host = await enter(url, claims)
		await expect(host.ring()).rejects.toMatchObject({ code: 'call.guest_absent' })
	})

	test('a visit that never was live cannot be completed, and ends as a no-show', async () => {
		const { url } = await runHouse()
		const { host: claims } = pair()
		const host = await enter(url, claims)
		await expect(host.request('call.end', { reason: 'completed' })).rejects.toMatchObject({ code: 'call.wrong_state' })
		expect(await host.request('call.end', { reason: 'no_show' })).toMatchObject({
			state: 'ended',
			endReason: 'no_show',
		})
	})

	test('a patient who leaves interrupts the call, and who comes back is in it again without being called', async () => {
		const { url, api } = await runHouse()
		const { guest, host, claims } = await liveCall(url)
		await guest.request('call.leave', {})
		expect(await guest.closed).toBe(4004)
		expect(await host.until('call.changed', ({ state }) => state === 'interrupted')).toMatchObject({
			interruption: { reason: 'peer_left', by: 'guest' },
		})
		expect(host.toldOf('peer.left')).toEqual([{ peerId: claims.guest.peerId }])
		const again = await enter(url, claims.guest)
		expect(again.joined.call.state).toBe('live')
		await eventually(() => api.transitionsOf(claims.callId)).toEqual([
			'waiting>ringing',
			'ringing>live',
			'live>interrupted',
			'interrupted>live',
		])
	})

	test('muting is told to the other side, and the stream says so too', async () => {
		const { url } = await runHouse()
		const { guest, host } = await liveCall(url)
		await host.canReceive(canAll)
		const producerId = await guest.produce('microphone')
		await host.until('peer.changed', ({ microphone }) => microphone)
		const [consumer] = (await host.until('media.consumersOpened')).consumers
		await guest.request('media.pauseProducer', { producerId })
		await host.until('peer.changed', ({ microphone }) => !microphone)
		await host.until('media.consumerPaused', ({ consumerId }) => consumerId === consumer?.id)
		await guest.request('media.resumeProducer', { producerId })
		await host.until('media.consumerResumed')
		// The sfu tells of it as well; it is passed on once.
		expect(host.toldOf('media.consumerPaused')).toHaveLength(1)
		expect(host.toldOf('media.consumerResumed')).toHaveLength(1)
	})

	test('another camera takes the place of the first, for everybody', async () => {
		const { url, sfu } = await runHouse()
		const { guest, host } = await liveCall(url)
		await host.canReceive(canAll)
		await guest.produce('camera')
		await eventually(() => host.consumers()).toHaveLength(1)
		const [first] = host.consumers()
		const [second, third] = await Promise.all([guest.produce('camera'), guest.produce('camera')])
		await host.until('media.consumerClosed', ({ consumerId }) => consumerId === first?.id)
		await eventually(() => host.consumers().map(({ producerId }) => producerId)).toEqual([third])
		expect(second).not.toBe(third)
		await eventually(async () => (await sfu.hello()).load).toMatchObject({ producers: 1, consumers: 1 })
		await guest.request('media.closeProducer', { producerId: third })
		await eventually(() => host.consumers()).toEqual([])
		await expect(guest.request('media.closeProducer', { producerId: third })).rejects.toMatchObject({
			code: 'media.unknown',
		})
	})

	test('nobody is offered what they cannot decode', async () => {
		const { url } = await runHouse()
		const { guest, host } = await liveCall(url)
		await host.canReceive(canAudio)
		await guest.produce('camera')
		await guest.produce('microphone')
		await host.until('media.consumersOpened', ({ consumers }) =>
			consumers.some(({ source }) => source === 'microphone'),
		)
		expect(host.consumers().map(({ source }) => source)).toEqual(['microphone'])
	})

	test("nobody can touch another one's streams", async () => {
		const { url } = await runHouse()
		const { guest, host } = await liveCall(url)
		await host.canReceive(canAll)
		const producerId = await guest.produce('camera')
		await eventually(() => host.consumers()).toHaveLength(1)
		const consumerId = String(host.consumers()[0]?.id)
		const unknown = { code: 'media.unknown' }
		await expect(host.request('media.pauseProducer', { producerId })).rejects.toMatchObject(unknown)
		await expect(host.request('media.closeProducer', { producerId })).rejects.toMatchObject(unknown)
		await expect(guest.request('media.requestKeyframe', { consumerId })).rejects.toMatchObject(unknown)
		await expect(guest.request('media.setLayers', { consumerId, layers: { spatialLayer: 0 } })).rejects.toMatchObject(
			unknown,
		)
		await host.request('media.setLayers', { consumerId, layers: { spatialLayer: 0 } })
		await host.request('media.requestKeyframe', { consumerId })
	})

	test('chat goes to the other side, once, and is there for who comes later', async () => {
		const { url } = await runHouse()
		const { guest, host, claims } = await liveCall(url)
		const said = { messageId: randomUUID(), text: '  聞こえますか。 ' }
		const kept = await guest.request('chat.send', said)
		expect(kept).toMatchObject({ text: '聞こえますか。', name: '髙橋 花子', peerId: claims.guest.peerId })
		expect(await guest.request('chat.send', said)).toEqual(kept)
		await host.until('chat.message')
		await host.request('ping', {})
		expect(host.toldOf('chat.message')).toEqual([kept])
		expect(guest.toldOf('chat.message')).toEqual([])
		expect((await enter(url, claims.host)).joined.chat).toEqual([kept])
		const tooLong = { messageId: randomUUID(), text: 'あ'.repeat(2001) }
		await expect(guest.request('chat.send', tooLong)).rejects.toMatchObject({ code: 'request.invalid' })
	})
})

/** Both in a live call, nothing sent yet. */
async function liveCall(url: string) {
	const claims = pair()
	const guest = await enter(url, claims.guest)
	const host = await enter(url, claims.host)
	await host.ring()
	await guest.enter()
	return { guest, host, claims }
}
