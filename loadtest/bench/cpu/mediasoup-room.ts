import type {
	ConsumerOptions,
	Direction,
	DtlsParameters,
	MediaKind,
	RtpCapabilities,
	RtpParameters,
	TransportOptions,
} from '@enshin/contracts/media.ts'
import { answerTo, dtlsOf, offerOf, parametersOf } from './mediasoup-sdp.ts'
import { type Generators, participant } from './side.ts'

/** What the product's sfu and the bare worker can both be asked. */
export type MediasoupControl = {
	openRoom(roomId: string): Promise<RtpCapabilities>
	openPeer(roomId: string, peerId: string): Promise<Record<Direction, TransportOptions>>
	connect(roomId: string, peerId: string, direction: Direction, dtlsParameters: DtlsParameters): Promise<void>
	produce(roomId: string, peerId: string, kind: MediaKind, rtpParameters: RtpParameters): Promise<string>
	/** Paused, as the product makes them. */
	consume(roomId: string, peerId: string, producerIds: string[], can: RtpCapabilities): Promise<ConsumerOptions[]>
	resume(roomId: string, peerId: string, consumerIds: string[]): Promise<void>
}

/** Opens a room as signaling does it: transports, then what each sends, then what each receives, then it flows. */
export async function openMediasoupRoom(
	control: MediasoupControl,
	{ address, sending, receiving }: Generators,
	room: number,
	size: number,
): Promise<void> {
	const roomId = `room-${room}`
	const can = receivable(await control.openRoom(roomId))
	const peers = await Promise.all(
		Array.from({ length: size }, async (_, seat) => {
			const { name, outgoing } = participant(room, seat)
			const options = await control.openPeer(roomId, name)
			const offer = await sending.openSender(name, address, outgoing)
			await control.connect(roomId, name, 'send', dtlsOf(offer))
			const opening = outgoing.map((one) => control.produce(roomId, name, one.kind, parametersOf(one)))
			const producerIds = await Promise.all(opening)
			await sending.answer(name, answerTo(outgoing, options.send))
			return { name, producerIds, recv: options.recv }
		}),
	)
	for (const { name, recv } of peers) {
		const others = peers.filter((peer) => peer.name !== name).flatMap(({ producerIds }) => producerIds)
		const consumers = await control.consume(roomId, name, others, can)
		if (consumers.length !== others.length) throw new Error('A stream was not forwarded')
		const answer = await receiving.openReceiver(name, address, offerOf(consumers, recv))
		await control.connect(roomId, name, 'recv', dtlsOf(answer))
		await control.resume(
			roomId,
			name,
			consumers.map(({ id }) => id),
		)
	}
}

/** A receiver that knows all the room does but sends no feedback on bandwidth: node-datachannel makes none. */
function receivable(capabilities: RtpCapabilities): RtpCapabilities {
	const codecs = capabilities.codecs.map((codec) => ({
		...codec,
		rtcpFeedback: codec.rtcpFeedback?.filter(({ type }) => type !== 'transport-cc' && type !== 'goog-remb'),
	}))
	return { ...capabilities, codecs }
}
