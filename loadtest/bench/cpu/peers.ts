import { Audio, PeerConnection as Connection, type PeerConnection, type Track, Video } from 'node-datachannel'
import { isRtcp, keyframeRequests } from '../../src/participant/rtp.ts'
import { type Counters, take } from './counters.ts'
import { monotonicMs, PacketStream, payloadTypes, type StreamKind } from './packets.ts'

/** A stream to be sent: its place in the offer and its SSRC. */
export type Outgoing = { kind: StreamKind; mid: string; ssrc: number }

export type Sender = { connection: PeerConnection; ready: Promise<void>; streams: Sending[]; transportNumber: number }
type Sending = { stream: PacketStream; track: Track }
export type Receiver = { connection: PeerConnection; ready: Promise<void> }

/** A connection that only sends, and its offer with all candidates. */
export async function openSender(name: string, address: string, outgoing: Outgoing[]): Promise<[Sender, string]> {
	const connection = new Connection(name, { iceServers: [], bindAddress: address, disableAutoNegotiation: true })
	const ready = connected(connection)
	const streams = outgoing.map(({ kind, mid, ssrc }) => {
		const media = kind === 'audio' ? new Audio(mid, 'SendOnly') : new Video(mid, 'SendOnly')
		if (media instanceof Audio) media.addOpusCodec(payloadTypes.audio)
		else media.addVP8Codec(payloadTypes.video)
		media.addSSRC(ssrc, name, name, `${name}-${kind}`)
		const stream = new PacketStream(kind, ssrc, mid)
		const track = connection.addTrack(media)
		track.onMessage((packet) => {
			if (isRtcp(packet) && keyframeRequests(packet).includes(ssrc)) stream.restart(monotonicMs())
		})
		return { stream, track }
	})
	connection.setLocalDescription('offer')
	return [{ connection, ready, streams, transportNumber: 0 }, await gathered(connection)]
}

/** A connection that only receives what an offer brings, and its answer with all candidates. */
export async function openReceiver(
	name: string,
	address: string,
	offer: string,
	counters: Counters,
): Promise<[Receiver, string, Track[]]> {
	const connection = new Connection(name, { iceServers: [], bindAddress: address, disableAutoNegotiation: true })
	const ready = connected(connection)
	const tracks: Track[] = []
	connection.onTrack((track) => {
		tracks.push(track)
		track.onMessage((packet) => take(counters, packet))
	})
	connection.setRemoteDescription(offer, 'offer')
	connection.setLocalDescription('answer')
	return [{ connection, ready }, await gathered(connection), tracks]
}

function connected(connection: PeerConnection): Promise<void> {
	return new Promise((resolve, reject) => {
		connection.onStateChange((state) => {
			if (state === 'connected') resolve()
			if (state === 'failed' || state === 'closed') reject(new Error(`a connection ${state}`))
		})
	})
}

function gathered(connection: PeerConnection): Promise<string> {
	return new Promise((resolve) => {
		const look = () => {
			if (connection.gatheringState() === 'complete') resolve(connection.localDescription()?.sdp ?? '')
		}
		connection.onGatheringStateChange(look)
		look()
	})
}
