import { sfuProtocol } from '@enshin/contracts/sfu.ts'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { nastyValue, spoiled, wellFormedProducer } from './support/hostile.ts'
import { enter } from './support/participant.ts'
import { type Control, connect, heldBy, runSfu } from './support/sfu.ts'

type FromArbitrary<A> = A extends fc.Arbitrary<infer T> ? T : never
const methods = Object.keys(sfuProtocol.requests) as (keyof typeof sfuProtocol.requests)[]

/** A room with a call in it, and the check that it, the node and its worker came through unharmed. */
async function besieged() {
	const sfu = await runSfu({ heartbeatMs: 60_000 })
	const control = await connect(sfu.url)
	const doctor = await enter(control, 'room', 'doctor')
	const patient = await enter(control, 'room', 'patient')
	const camera = await doctor.produce('camera')
	const [consumer] = await patient.consume(camera)
	const pid = sfu.workers[0]?.pid

	async function isUnharmed() {
		expect(control.toldOf('room.closed')).toEqual([])
		expect((await control.request('hello', {})).load.workers.map((worker) => worker.pid)).toEqual([pid])
		const fresh = await enter(control, 'after', 'doctor')
		const other = await enter(control, 'after', 'patient')
		await other.consume(await fresh.produce('microphone'), await fresh.produce('camera'))
		for (const roomId of ['after', 'room']) await control.request('room.close', { roomId })
	}
	return { sfu, control, patient, camera, consumerId: String(consumer?.id), isUnharmed }
}

/** Sends a request unchecked, as somebody who got hold of signaling would; the code of the Problem, or ok. */
async function ask(control: Control, method: string, data: unknown): Promise<string> {
	const result = control.request(method as 'room.close', data as { roomId: string })
	return result.then(
		() => 'ok',
		(error: { code: string }) => error.code,
	)
}

/** `internal` would mean that something got where nobody had thought of it. */
const harmless = (codes: string[]) =>
	expect(codes.filter((code) => code === 'internal' || code === 'timeout')).toEqual([])

test('thousands of malformed requests are each answered, and change nothing', async () => {
	const { control, isUnharmed } = await besieged()
	const request = fc.tuple(fc.oneof(fc.constantFrom(...methods), fc.string()), nastyValue)
	await fc.assert(
		fc.asyncProperty(fc.array(request, { minLength: 20, maxLength: 40 }), async (requests) => {
			harmless(await Promise.all(requests.map(([method, data]) => ask(control, method, data))))
		}),
		{ numRuns: 60 },
	)
	await isUnharmed()
})

test('thousands of good requests with something spoiled in them are refused or done, and harm nobody', async () => {
	const { control, patient, camera, consumerId, isUnharmed } = await besieged()
	const { rtpCapabilities } = patient
	const name = { roomId: 'room', peerId: 'patient' }
	const { peers } = await control.request('room.stats', { roomId: 'room' })
	expect(peers).toHaveLength(2)
	const fingerprints = [{ algorithm: 'sha-256', value: Array(32).fill('AB').join(':') }]
	const rtpParameters = {
		mid: '9',
		codecs: [
			{ mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000, rtcpFeedback: [{ type: 'nack' }], parameters: {} },
			{ mimeType: 'video/rtx', payloadType: 97, clockRate: 90_000, parameters: { apt: 96 } },
		],
		headerExtensions: [{ uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 1 }],
		encodings: [{ ssrc: 1111, rtx: { ssrc: 1112 } }],
		rtcp: { cname: 'x' },
	}
	const good = {
		'transport.connect': { ...name, direction: 'recv', dtlsParameters: { role: 'client', fingerprints } },
		'transport.restartIce': { ...name, direction: 'send' },
		'producer.open': { ...name, source: 'camera', kind: 'video', rtpParameters, paused: false },
		'producer.pause': { roomId: 'room', peerId: 'doctor', producerId: camera },
		'consumer.openMany': { ...name, producerIds: [camera], rtpCapabilities },
		'consumer.resumeMany': { ...name, consumerIds: [consumerId] },
		'consumer.setLayers': { ...name, consumerId, layers: { spatialLayer: 1, temporalLayer: 1 } },
		'consumer.requestKeyframe': { ...name, consumerId },
	}
	const request = fc.oneof(
		...Object.entries(good).map(([method, data]) => fc.tuple(fc.constant(method), spoiled(data))),
	)
	const seen = new Set<string>()
	await fc.assert(
		fc.asyncProperty(fc.array(request, { minLength: 20, maxLength: 40 }), async (requests) => {
			const codes = await Promise.all(requests.map(([method, data]) => ask(control, method, data)))
			harmless(codes)
			for (const code of codes) seen.add(code)
		}),
		{ numRuns: 80 },
	)
	expect([...seen]).toEqual(expect.arrayContaining(['ok', 'request.invalid', 'media.unknown', 'media.refused']))
	await isUnharmed()
})

test('well-formed but senseless media parameters leave the worker alive, whether it takes or refuses them', async () => {
	const { sfu, control, patient, isUnharmed } = await besieged()
	const { rtpCapabilities } = patient
	const counts = { taken: 0, refused: 0, consumed: 0 }
	const held = (await heldBy(sfu.workers[0])).length
	const hostile = { roomId: 'room', peerId: 'hostile' }
	await control.request('peer.open', hostile)

	const attempt = async (producer: FromArbitrary<typeof wellFormedProducer>) => {
		const asked = { ...hostile, source: 'camera' as const, ...producer }
		const opened = await control.request('producer.open', asked).catch((error) => {
			harmless([error.code])
			expect(error.code).toBe('media.refused')
		})
		if (!opened) {
			counts.refused++
			return
		}
		counts.taken++
		const { producerId } = opened
		const { roomId, peerId } = patient
		const { consumers } = await control.request('consumer.openMany', {
			roomId,
			peerId,
			producerIds: [producerId],
			rtpCapabilities,
		})
		for (const { id: consumerId } of consumers) {
			counts.consumed++
			const one = { roomId, peerId, consumerId }
			await control.request('consumer.resumeMany', { roomId, peerId, consumerIds: [consumerId] })
			await control.request('consumer.setLayers', { ...one, layers: { spatialLayer: 3, temporalLayer: 3 } })
			await control.request('consumer.requestKeyframe', one)
		}
		await control.request('room.stats', { roomId })
		await control.request('producer.close', { ...hostile, producerId })
	}
	await fc.assert(fc.asyncProperty(wellFormedProducer, attempt), { numRuns: 3000 })
	// Both ways must have been walked, or this proves nothing.
	expect(counts.taken).toBeGreaterThan(50)
	expect(counts.consumed).toBeGreaterThan(20)
	expect(counts.refused).toBeGreaterThan(1000)
	await control.request('peer.close', hostile)
	expect((await heldBy(sfu.workers[0])).length).toBe(held)
	await isUnharmed()
})

test('a flood of text that is no frame is answered frame by frame', async () => {
	const { sfu, control, isUnharmed } = await besieged()
	const flood = await connect(sfu.url)
	const texts = fc.sample(fc.string({ maxLength: 200 }), 2000)
	for (const text of texts) flood.socket.send(text)
	await flood.request('hello', {})
	expect(flood.raw.filter((reply) => reply.includes('request.not_json')).length).toBeGreaterThan(1900)
	expect(control.told).toEqual([])
	await isUnharmed()
	onTestFinished(() => flood.socket.terminate())
})
