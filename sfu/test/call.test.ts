import { describe, expect, test } from 'vitest'
import { connectIce } from './support/ice.ts'
import { enter } from './support/participant.ts'
import { connect, heldBy, runSfu } from './support/sfu.ts'

describe('a call', () => {
	test('carries camera and microphone of both sides, each made paused for the other', async () => {
		const sfu = await runSfu()
		const control = await connect(sfu.url)
		const doctor = await enter(control, 'room', 'doctor')
		const patient = await enter(control, 'room', 'patient')
		const sent = [await doctor.produce('microphone'), await doctor.produce('camera', [{ scalabilityMode: 'L1T3' }])]
		await patient.produce('camera')
		const consumers = await patient.consume(...sent)

		expect(consumers.map(({ kind, type, producerId }) => ({ kind, type, producerId }))).toEqual([
			{ kind: 'audio', type: 'simple', producerId: sent[0] },
			{ kind: 'video', type: 'simple', producerId: sent[1] },
		])
		const { peers } = await control.request('room.stats', { roomId: 'room' })
		expect(peers.find(({ peerId }) => peerId === 'patient')).toMatchObject({
			send: { transport: [{ maxIncomingBitrate: 4_000_000 }], producers: [{ source: 'camera', kind: 'video' }] },
			recv: { consumers: [{ paused: true }, { paused: true }] },
		})
		await control.request('consumer.resumeMany', { ...name(patient), consumerIds: consumers.map(({ id }) => id) })
		const { peers: after } = await control.request('room.stats', { roomId: 'room' })
		expect(after.find(({ peerId }) => peerId === 'patient')?.recv).toMatchObject({
			consumers: [{ paused: false }, { paused: false }],
		})
		expect((await control.request('hello', {})).load).toMatchObject({ rooms: 1, peers: 2, producers: 3, consumers: 2 })
	})

	test.each([
		['VP9 with spatial layers', undefined, [{ scalabilityMode: 'L3T3_KEY' }], 'svc', 'video/VP9'],
		[
			'VP8 in three simulcast layers',
			'video/VP8',
			[{ rid: 'q' }, { rid: 'h' }, { rid: 'f' }],
			'simulcast',
			'video/VP8',
		],
	])('forwards the layers a receiver asks for: %s', async (_, mimeType, encodings, type, expected) => {
		const sfu = await runSfu()
		const control = await connect(sfu.url)
		const doctor = await enter(control, 'room', 'doctor')
		const patient = await enter(control, 'room', 'patient')
		const [consumer] = await patient.consume(await doctor.produce('camera', encodings, mimeType))
		expect(consumer).toMatchObject({ type, kind: 'video' })
		expect(consumer?.rtpParameters.codecs).toMatchObject([{ mimeType: expected }, { mimeType: 'video/rtx' }])
		const one = { ...name(patient), consumerId: String(consumer?.id) }
		await control.request('consumer.setLayers', { ...one, layers: { spatialLayer: 0, temporalLayer: 1 } })
		await control.request('consumer.requestKeyframe', one)
	})

	test('refuses VP9 in simulcast, which mediasoup does not know', async () => {
		const sfu = await runSfu()
		const doctor = await enter(await connect(sfu.url), 'room', 'doctor')
		const simulcast = doctor.produce('camera', [{ rid: 'q' }, { rid: 'f' }], 'video/VP9')
		await expect(simulcast).rejects.toMatchObject({ code: 'media.refused' })
	})

	test('listens on UDP first and TCP, and tells when a browser reaches it', async () => {
		const sfu = await runSfu()
		const control = await connect(sfu.url)
		const doctor = await enter(control, 'room', 'doctor')
		const candidates = doctor.options.send.iceCandidates
		expect(candidates.map(({ protocol }) => protocol)).toEqual(['udp', 'tcp'])
		expect(Number(candidates[0]?.priority)).toBeGreaterThan(Number(candidates[1]?.priority))
		await connectIce(doctor.options.send)
		const state = await control.until('transport.state')
		expect(state).toEqual({ roomId: 'room', peerId: 'doctor', direction: 'send', ice: expect.any(String), dtls: 'new' })
		expect(['connected', 'completed']).toContain(state.ice)
	})

	test('gives an announced address to browsers', async () => {
		const sfu = await runSfu({ announcedAddress: '127.0.0.2' })
		const doctor = await enter(await connect(sfu.url), 'room', 'doctor')
		expect(new Set(doctor.options.recv.iceCandidates.map(({ address }) => address))).toEqual(new Set(['127.0.0.2']))
	})

	test('restarts ICE with fresh credentials on the same transport', async () => {
		const sfu = await runSfu()
		const control = await connect(sfu.url)
		const doctor = await enter(control, 'room', 'doctor')
		const { iceParameters } = await control.request('transport.restartIce', { ...name(doctor), direction: 'send' })
		expect(iceParameters.usernameFragment).not.toBe(doctor.options.send.iceParameters.usernameFragment)
		await connectIce({ ...doctor.options.send, iceParameters })
		await control.until('transport.state')
	})
})

describe('what others do', () => {
	test('pausing, resuming and closing a stream is told to those who take it, once', async () => {
		const sfu = await runSfu()
		const control = await connect(sfu.url)
		const doctor = await enter(control, 'room', 'doctor')
		const patient = await enter(control, 'room', 'patient')
		const producerId = await doctor.produce('camera')
		const [consumer] = await patient.consume(producerId)
		const told = { ...name(patient), consumerId: consumer?.id }

		await control.request('producer.pause', { ...name(doctor), producerId })
		expect(await control.until('consumer.paused')).toEqual(told)
		await control.request('producer.resume', { ...name(doctor), producerId })
		expect(await control.until('consumer.resumed')).toEqual(told)
		await control.request('producer.close', { ...name(doctor), producerId })
		await control.request('producer.close', { ...name(doctor), producerId })
		expect(await control.until('consumer.closed')).toEqual(told)
		await control.request('hello', {})
		expect(control.told.map(({ event }) => event)).toEqual(['consumer.paused', 'consumer.resumed', 'consumer.closed'])
	})

	test('a peer that goes takes its streams with it, and those of the others stay', async () => {
		const sfu = await runSfu()
		const control = await connect(sfu.url)
		const doctor = await enter(control, 'room', 'doctor')
		const patient = await enter(control, 'room', 'patient')
		const [lost] = await patient.consume(await doctor.produce('camera'))
		await doctor.consume(await patient.produce('camera'))

		await control.request('peer.close', name(doctor))
		expect(await control.until('consumer.closed')).toMatchObject({ peerId: 'patient', consumerId: lost?.id })
		expect((await control.request('hello', {})).load).toMatchObject({ peers: 1, producers: 1, consumers: 0 })
		expect(control.told).toHaveLength(1)
	})

	test('a stream asked for twice, even at once, is sent once', async () => {
		const sfu = await runSfu()
		const control = await connect(sfu.url)
		const doctor = await enter(control, 'room', 'doctor')
		const patient = await enter(control, 'room', 'patient')
		const { rtpCapabilities } = patient
		const asked = { ...name(patient), producerIds: [await doctor.produce('camera')], rtpCapabilities }
		const answers = await Promise.all([1, 2, 3].map(() => control.request('consumer.openMany', asked)))
		expect(new Set(answers.map(({ consumers }) => consumers[0]?.id)).size).toBe(1)
		expect((await control.request('hello', {})).load.consumers).toBe(1)
	})

	test('a batch leaves out what is gone or cannot be decoded, and serves the rest', async () => {
		const sfu = await runSfu()
		const control = await connect(sfu.url)
		const doctor = await enter(control, 'room', 'doctor')
		const patient = await enter(control, 'room', 'patient')
		const microphone = await doctor.produce('microphone')
		const camera = await doctor.produce('camera')
		const audioOnly = {
			...patient.rtpCapabilities,
			codecs: patient.rtpCapabilities.codecs.filter(({ kind }) => kind === 'audio'),
		}
		const producerIds = [crypto.randomUUID(), camera, microphone]
		const asked = { ...name(patient), producerIds, rtpCapabilities: audioOnly }
		const { consumers } = await control.request('consumer.openMany', asked)
		expect(consumers.map(({ producerId }) => producerId)).toEqual([microphone])
		const consumerIds = [crypto.randomUUID(), String(consumers[0]?.id)]
		await control.request('consumer.resumeMany', { ...name(patient), consumerIds })
	})
})

describe('closing', () => {
	test.each(['peers, one by one', 'the room'])('%s leaves nothing in the worker', async (what) => {
		const sfu = await runSfu()
		const control = await connect(sfu.url)
		const doctor = await enter(control, 'room', 'doctor')
		const patient = await enter(control, 'room', 'patient')
		await patient.consume(await doctor.produce('microphone'), await doctor.produce('camera'))
		await doctor.consume(await patient.produce('camera'))
		expect((await heldBy(sfu.workers[0])).length).toBeGreaterThanOrEqual(1 + 4 + 3 + 3)

		if (what === 'the room') await control.request('room.close', { roomId: 'room' })
		else for (const peer of [doctor, patient]) await control.request('peer.close', name(peer))
		expect(await heldBy(sfu.workers[0])).toHaveLength(what === 'the room' ? 0 : 1)
		expect((await control.request('hello', {})).load).toMatchObject({ peers: 0, producers: 0, consumers: 0 })
	})

	test('is idempotent, and what is closed is unknown', async () => {
		const sfu = await runSfu()
		const control = await connect(sfu.url)
		const doctor = await enter(control, 'room', 'doctor')
		for (let time = 0; time < 2; time++) {
			await control.request('producer.close', { ...name(doctor), producerId: 'gone' })
			await control.request('peer.close', name(doctor))
			await control.request('room.close', { roomId: 'room' })
		}
		await expect(control.request('peer.open', name(doctor))).rejects.toMatchObject({ code: 'media.unknown' })
		await expect(control.request('room.stats', { roomId: 'room' })).rejects.toMatchObject({ code: 'media.unknown' })
	})

	test('a peer that opens again gets fresh transports, and the old ones are gone from the worker', async () => {
		const sfu = await runSfu()
		const control = await connect(sfu.url)
		const first = await enter(control, 'room', 'doctor')
		await first.produce('camera')
		const second = await enter(control, 'room', 'doctor')
		expect(second.options.send.id).not.toBe(first.options.send.id)
		const held = await heldBy(sfu.workers[0])
		expect(held).toEqual(expect.arrayContaining([second.options.send.id, second.options.recv.id]))
		expect(held).toHaveLength(3)
		expect(control.told).toEqual([])
	})

	test('takes effect in the order asked, though nobody waits for an answer', async () => {
		const sfu = await runSfu()
		const control = await connect(sfu.url)
		const room = { roomId: 'room' }
		const peer = { ...room, peerId: 'doctor' }
		await control.request('room.open', room)
		const results = await Promise.allSettled([
			control.request('peer.open', peer),
			control.request('peer.close', peer),
			control.request('peer.open', peer),
			control.request('peer.open', peer),
			control.request('peer.close', peer),
		])
		expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(2)
		expect(await heldBy(sfu.workers[0])).toHaveLength(1)
		await Promise.allSettled([
			control.request('room.close', room),
			control.request('room.open', room),
			control.request('peer.open', peer),
			control.request('peer.close', peer),
			control.request('peer.open', peer),
		])
		expect(await heldBy(sfu.workers[0])).toHaveLength(3)
		await Promise.allSettled([
			control.request('peer.open', peer),
			control.request('room.close', room),
			control.request('room.open', { roomId: 'another' }),
			control.request('room.close', { roomId: 'another' }),
		])
		expect(await heldBy(sfu.workers[0])).toEqual([])
		expect((await control.request('hello', {})).roomIds).toEqual([])
	})
})

test('opening a room that is open answers with what it has, also to two who ask at once', async () => {
	const sfu = await runSfu()
	const control = await connect(sfu.url)
	const answers = await Promise.all([1, 2, 3].map(() => control.request('room.open', { roomId: 'room' })))
	expect(answers.map(({ created }) => created)).toEqual([true, false, false])
	expect(answers[1]?.routerRtpCapabilities).toEqual(answers[0]?.routerRtpCapabilities)
	expect(await heldBy(sfu.workers[0])).toHaveLength(1)
})

test('rooms spread over workers, and a whole room is on one', async () => {
	const sfu = await runSfu({ workers: 2 })
	const control = await connect(sfu.url)
	for (const roomId of ['a', 'b', 'c', 'd']) {
		await enter(control, roomId, 'doctor')
		await enter(control, roomId, 'patient')
	}
	expect((await control.request('hello', {})).load.workers.map(({ rooms }) => rooms)).toEqual([2, 2])
	for (const worker of sfu.workers) expect(await heldBy(worker)).toHaveLength(2 * (1 + 4))
})

function name({ roomId, peerId }: { roomId: string; peerId: string }) {
	return { roomId, peerId }
}
