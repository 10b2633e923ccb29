import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { enter, open, type Participant, pair, resume } from './support/browser.ts'
import { eventually } from './support/eventually.ts'
import { canAll } from './support/rtp.ts'
import { runHouse } from './support/signaling.ts'

/** A network that goes away: no closing frame, as when a phone leaves the Wi-Fi. */
const cut = (participant: Participant) => participant.socket.terminate()

async function sendingCall(url: string) {
	const claims = pair()
	const guest = await enter(url, claims.guest)
	const host = await enter(url, claims.host)
	for (const one of [guest, host]) await one.canReceive(canAll)
	await host.ring()
	await guest.enter()
	const sent = { guest: await guest.produce('camera'), host: await host.produce('camera') }
	await eventually(() => [guest.consumers().length, host.consumers().length]).toEqual([1, 1])
	return { claims, guest, host, sent }
}

test('a lost socket comes back as the same participant, its media untouched, and nobody sees two', async () => {
	const { url, sfu, api } = await runHouse()
	const { claims, guest, host } = await sendingCall(url)
	const before = await sfu.statsOf(claims.callId)
	cut(guest)
	await host.until('peer.changed', ({ connected }) => !connected)
	// No picture flows in these calls; one that does keeps the visit going: video.test.ts.
	expect(await host.until('call.changed', ({ state }) => state === 'interrupted')).toMatchObject({
		interruption: { reason: 'peer_lost', by: 'guest' },
	})

	const said = await host.request('chat.send', { messageId: randomUUID(), text: '少しお待ちください。' })
	const back = await resume(url, guest)
	expect(back.joined).toMatchObject({
		self: { peerId: claims.guest.peerId, camera: true, connected: true },
		call: { state: 'live' },
		peers: [{ peerId: claims.host.peerId, camera: true }],
		chat: [said],
		media: null,
	})
	await host.until('call.changed', ({ state }) => state === 'live', { from: host.told.length - 2 })
	expect(ids(await sfu.statsOf(claims.callId))).toEqual(ids(before))
	expect(host.toldOf('peer.joined')).toEqual([])
	expect(host.toldOf('peer.left')).toEqual([])
	expect(host.toldOf('media.consumerClosed')).toEqual([])
	await eventually(() => api.eventsOf(claims.callId).map(({ type, reason }) => `${type} ${reason}`)).toEqual(
		expect.arrayContaining(['peer_lost null', 'peer_joined resumed']),
	)
	// And it may be lost and come back again.
	cut(back)
	expect((await resume(url, back)).joined.call.state).toBe('live')
})

test('what began and ended meanwhile is told after the reply', async () => {
	const { url } = await runHouse()
	const { guest, host, sent } = await sendingCall(url)
	const [known] = guest.consumers()
	const microphone = await host.produce('microphone')
	await eventually(() => guest.consumers()).toHaveLength(2)
	cut(guest)
	await host.until('peer.changed', ({ connected }) => !connected)
	await host.request('media.closeProducer', { producerId: sent.host })
	await host.request('media.pauseProducer', { producerId: microphone })
	await host.produce('screen')

	const back = await resume(url, guest)
	expect(await back.until('media.consumerClosed')).toEqual({ consumerId: known?.id })
	expect((await back.until('media.consumersOpened')).epoch).toBe(1)
	// The screen's may have been made only after the reply: then it is told by itself.
	await eventually(() => back.consumers().map(({ source, producerPaused }) => [source, producerPaused])).toEqual([
		['microphone', true],
		['screen', false],
	])
	const consumers = back.consumers()
	const [sound] = consumers
	await back.until('media.consumerPaused', ({ consumerId }) => consumerId === sound?.id)
	// Events never come before the reply: the first thing heard on the new socket is the reply itself.
	expect(JSON.parse(String(back.raw[0]))).toMatchObject({ kind: 'reply', result: { ok: true } })
	// It is as ready as it was: what it says now is heard.
	await back.request('media.resumeConsumers', { consumerIds: consumers.map(({ id }) => id) })
})

test('a browser that noticed first takes over from its own half-open socket', async () => {
	const { url } = await runHouse()
	const { guest, host } = await sendingCall(url)
	const back = await resume(url, guest)
	expect(await guest.closed).toBe(4001)
	expect(back.joined.call.state).toBe('live')
	await back.request('chat.send', { messageId: randomUUID(), text: 'はい' })
	await host.until('chat.message')
	expect(host.toldOf('call.changed').map((data) => (data as { state: string }).state)).toEqual(['ringing', 'live'])
})

test('a browser that lost its media is given fresh transports in a later epoch', async () => {
	const { url, sfu } = await runHouse()
	const { guest, host, claims } = await sendingCall(url)
	cut(guest)
	const back = await resume(url, guest, 0)
	expect(back.joined.media?.epoch).toBe(2)
	await host.until('media.consumerClosed')
	await back.canReceive(canAll)
	await back.produce('camera')
	await eventually(() => host.consumers()).toHaveLength(1)
	await eventually(() => back.consumers()).toHaveLength(1)
	expect(back.told.filter(({ event }) => event === 'media.consumersOpened')).toMatchObject([{ data: { epoch: 2 } }])
	// The host's media was not touched.
	expect(host.toldOf('media.lost')).toEqual([])
	expect((await sfu.statsOf(claims.callId)).length).toBe(2)
})

test('when the grace is over the place is given up, media closed, and the others told once', async () => {
	const { url, sfu, api } = await runHouse({ timings: { graceMs: 300 } })
	const { guest, host, claims } = await sendingCall(url)
	cut(guest)
	await host.until('peer.left')
	await host.until('media.consumerClosed')
	await eventually(async () => (await sfu.hello()).load).toMatchObject({ peers: 1, producers: 1, consumers: 0 })
	await expect(resume(url, guest)).rejects.toMatchObject({ code: 'session.unknown' })
	await eventually(() => api.eventsOf(claims.callId).at(-1)).toMatchObject({ type: 'peer_left', reason: 'timeout' })
	expect((await enter(url, claims.guest)).joined.call.state).toBe('live')
})

test('only the right secret of a living session resumes', async () => {
	const { url } = await runHouse()
	const { guest, host } = await sendingCall(url)
	const { sessionId } = guest.joined.session
	const wrong = [
		{ sessionId, secret: host.joined.session.secret, mediaEpoch: 1 },
		{ sessionId, secret: 'x', mediaEpoch: 1 },
		{ sessionId: randomUUID(), secret: guest.joined.session.secret, mediaEpoch: 1 },
	]
	for (const data of wrong) {
		const browser = await open(url)
		await expect(browser.request('resume', data)).rejects.toMatchObject({ code: 'session.unknown' })
		expect(await browser.closed).toBe(4003)
	}
	expect(await guest.request('ping', {})).toBeDefined()
})

test('a call that ended meanwhile says so', async () => {
	const { url } = await runHouse()
	const { guest, host } = await sendingCall(url)
	cut(guest)
	await host.until('peer.changed', ({ connected }) => !connected)
	await host.request('call.end', { reason: 'technical' })
	await expect(resume(url, guest)).rejects.toMatchObject({ code: 'call.ended' })
})

test('a patient who enters while the host is away for a moment has been in the call, says the record', async () => {
	const { url, api } = await runHouse()
	const claims = pair()
	const guest = await enter(url, claims.guest)
	const host = await enter(url, claims.host)
	await host.ring()
	cut(host)
	await guest.until('peer.changed', ({ connected }) => !connected)
	expect(await guest.enter()).toMatchObject({ state: 'interrupted', interruption: { reason: 'peer_lost', by: 'host' } })
	expect((await resume(url, host)).joined.call.state).toBe('live')
	await eventually(() => api.transitionsOf(claims.callId)).toEqual([
		'waiting>ringing',
		'ringing>live',
		'live>interrupted',
		'interrupted>live',
	])
})

test('a host who reloads in a live call finds it going on', async () => {
	const { url } = await runHouse()
	const { guest, host, claims } = await sendingCall(url)
	host.socket.close(1001)
	await guest.until('call.changed', ({ state }) => state === 'interrupted')
	const again = await enter(url, claims.host)
	expect(again.joined.call.state).toBe('live')
	await guest.until('media.consumerClosed')
	await again.canReceive(canAll)
	await again.produce('camera')
	await eventually(() => [guest.consumers().length, again.consumers().length]).toEqual([1, 1])
})

/** Which transports, producers and consumers a room holds. */
function ids(peers: unknown): string[] {
	return [
		...new Set(JSON.stringify(peers).match(/"(?:id|producerId|consumerId|transportId)":"[\w-]+"/g) ?? []),
	].toSorted()
}
