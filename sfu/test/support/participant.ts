import type { MediaKind, MediaSource, RtpCapabilities, RtpParameters } from '@enshin/contracts/media.ts'
import { Device, type types } from 'mediasoup-client'
import * as fakeParameters from 'mediasoup-client/fakeParameters'
import { FakeHandler } from 'mediasoup-client/handlers/FakeHandler'
import type { Control } from './sfu.ts'

type Track = NonNullable<types.ProducerOptions['track']>

/** Enough of a MediaStreamTrack for mediasoup-client, which only listens for its end. */
function track(kind: MediaKind): Track {
	const fake = { id: crypto.randomUUID(), kind, readyState: 'live', enabled: true, stop: () => undefined }
	return Object.assign(new EventTarget(), fake) as unknown as Track
}

/**
 * A browser without a network: mediasoup-client itself negotiates, over its own fake handler, so the sfu meets the
 * parameters that a real page sends and the page's library accepts what the sfu answers.
 */
export async function enter(control: Control, roomId: string, peerId: string) {
	const peer = { roomId, peerId }
	const { routerRtpCapabilities } = await control.request('room.open', { roomId })
	const device = new Device({ handlerFactory: FakeHandler.createFactory(fakeParameters) })
	await device.load({ routerRtpCapabilities: routerRtpCapabilities as types.RtpCapabilities })
	const options = await control.request('peer.open', peer)
	const send = device.createSendTransport(options.send as types.TransportOptions)
	const recv = device.createRecvTransport(options.recv as types.TransportOptions)
	for (const [direction, transport] of [
		['send', send],
		['recv', recv],
	] as const) {
		transport.on('connect', ({ dtlsParameters }, done, fail) => {
			const asked = control.request('transport.connect', {
				...peer,
				direction,
				dtlsParameters: dtlsParameters as never,
			})
			asked.then(() => done(), fail)
		})
	}
	send.on('produce', ({ kind, rtpParameters, appData }, done, fail) => {
		const source = appData.source as MediaSource
		const asked = { ...peer, source, kind, rtpParameters: rtpParameters as RtpParameters, paused: false }
		control.request('producer.open', asked).then(({ producerId }) => done({ id: producerId }), fail)
	})
	const rtpCapabilities = device.recvRtpCapabilities as RtpCapabilities

	return {
		...peer,
		options,
		rtpCapabilities,
		/** Sends a stream, in the room's first codec unless another is named; the id of its producer. */
		produce: async (source: MediaSource, encodings?: types.RtpEncodingParameters[], mimeType?: string) => {
			const kind = source === 'microphone' ? 'audio' : 'video'
			const codec = device.sendRtpCapabilities.codecs?.find((candidate) => candidate.mimeType === mimeType)
			return (await send.produce({ track: track(kind), encodings, codec, appData: { source } })).id
		},
		/** Takes streams, as the page would: its library must accept each of them. */
		consume: async (...producerIds: string[]) => {
			const { consumers } = await control.request('consumer.openMany', { ...peer, producerIds, rtpCapabilities })
			for (const consumer of consumers) await recv.consume(consumer as unknown as types.ConsumerOptions)
			return consumers
		},
	}
}
