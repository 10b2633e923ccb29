import type {
	ConsumerOptions,
	Direction,
	MediaKind,
	RtpCapabilities,
	RtpParameters,
	TransportOptions,
} from '@enshin/contracts/media.ts'
import { createWorker, type types } from 'mediasoup'
import {
	initialAvailableOutgoingBitrate,
	mediaCodecs,
	producibleParameters,
	receivableCapabilities,
} from '../src/codecs.ts'
import { listenInfos } from '../src/media-worker.ts'

// The reference of `pnpm bench cpu`: a worker, rooms, transports and streams, and nothing beside them. Asked over IPC.

type Peer = Record<Direction, types.WebRtcTransport> & { consumers: Map<string, types.Consumer> }
let worker: types.Worker
let webRtcServer: types.WebRtcServer
const rooms = new Map<string, { router: types.Router; peers: Map<string, Peer> }>()
const found = <T>(value: T | undefined): T => value ?? fail()
const fail = (): never => {
	throw new Error('not there')
}
const peerOf = (roomId: string, peerId: string) => found(rooms.get(roomId)?.peers.get(peerId))

const methods = {
	async start(workerBin: string, listenIp: string): Promise<number> {
		worker = await createWorker({ workerBin, logLevel: 'warn' })
		const media = { listenIp, announcedAddress: undefined, mediaPort: 0 }
		webRtcServer = await worker.createWebRtcServer({ listenInfos: listenInfos(media, 0) })
		return worker.pid
	},
	async openRoom(roomId: string): Promise<RtpCapabilities> {
		const router = await worker.createRouter({ mediaCodecs })
		rooms.set(roomId, { router, peers: new Map() })
		return router.rtpCapabilities as RtpCapabilities
	},
	async openPeer(roomId: string, peerId: string): Promise<Record<Direction, TransportOptions>> {
		const { router, peers } = found(rooms.get(roomId))
		const options = { webRtcServer, preferUdp: true, initialAvailableOutgoingBitrate }
		const [send, recv] = [await router.createWebRtcTransport(options), await router.createWebRtcTransport(options)]
		peers.set(peerId, { send, recv, consumers: new Map() })
		return { send: optionsOf(send), recv: optionsOf(recv) }
	},
	async connect(roomId: string, peerId: string, direction: Direction, dtlsParameters: types.DtlsParameters) {
		await peerOf(roomId, peerId)[direction].connect({ dtlsParameters })
	},
	async produce(roomId: string, peerId: string, kind: MediaKind, parameters: RtpParameters) {
		const rtpParameters = found(producibleParameters(kind, parameters) ?? undefined)
		return (await peerOf(roomId, peerId).send.produce({ kind, rtpParameters })).id
	},
	async consume(roomId: string, peerId: string, producerIds: string[], can: RtpCapabilities) {
		const rtpCapabilities = receivableCapabilities(can)
		const { recv, consumers } = peerOf(roomId, peerId)
		const opening = producerIds.map(async (producerId): Promise<ConsumerOptions> => {
			const consumer = await recv.consume({ producerId, rtpCapabilities, paused: true, enableRtx: true })
			consumers.set(consumer.id, consumer)
			const { id, kind, rtpParameters, type, producerPaused } = consumer
			return { id, producerId, kind, rtpParameters: { ...rtpParameters }, type, producerPaused }
		})
		return Promise.all(opening)
	},
	async resume(roomId: string, peerId: string, consumerIds: string[]) {
		const { consumers } = peerOf(roomId, peerId)
		await Promise.all(consumerIds.map((id) => found(consumers.get(id)).resume()))
	},
	async stop(): Promise<void> {
		worker.close()
	},
}

function optionsOf({ id, iceParameters, iceCandidates, dtlsParameters }: types.WebRtcTransport): TransportOptions {
	return {
		id,
		iceParameters: { ...iceParameters },
		iceCandidates: iceCandidates.map((one) => ({ ...one })),
		dtlsParameters: { ...dtlsParameters },
	}
}

export type BareMethods = typeof methods

process.on('message', async ({ id, method, args }: { id: number; method: keyof BareMethods; args: never[] }) => {
	try {
		const reply = await (methods[method] as (...given: never[]) => Promise<unknown>)(...args)
		process.send?.({ id, reply })
	} catch (error) {
		process.send?.({ id, error: String(error) })
	}
})
process.on('disconnect', () => process.exit())
