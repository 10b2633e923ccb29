import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Direction, TransportOptions } from '@enshin/contracts/media.ts'
import type { types } from 'mediasoup'
import { initialAvailableOutgoingBitrate, maxIncomingBitrate } from './codecs.ts'
import type { Flow } from './flow.ts'
import type { Incoming } from './incoming.ts'
import type { MediaWorker } from './media-worker.ts'
import { problemFrom } from './refuse.ts'
import type { Tell } from './tell.ts'

/** A consumer, with what is known of its stream beside mediasoup's own state. */
export type Outgoing = types.Consumer<{ flow: Flow }>

/** Whose media it is, as every event names it. */
export type PeerName = { roomId: string; peerId: string }

/**
 * One peer's media in one room, which opens and closes it. It owns two transports, and these the producers and consumers
 * on them, which take themselves off the lists here when they close, for whatever reason.
 */
export class PeerMedia {
	readonly name: PeerName
	readonly tell: Tell
	readonly transports: Record<Direction, types.WebRtcTransport>
	readonly producers = new Map<string, Incoming>()
	readonly consumers = new Map<string, Outgoing>()
	/** What it may send, in bits a second. */
	maxBitrate = maxIncomingBitrate
	/** By producer: the consumer this peer has of it, or is just getting. */
	readonly consuming = new Map<string, Promise<Outgoing | null>>()

	constructor(name: PeerName, transports: Record<Direction, types.WebRtcTransport>, tell: Tell) {
		this.name = name
		this.transports = transports
		this.tell = tell
		this.#watch('send')
		this.#watch('recv')
	}

	/** Whether a browser is there: either transport has an ICE pair whose consent is fresh. */
	get isConnected(): boolean {
		return Object.values(this.transports).some(({ iceState }) => iceState === 'connected' || iceState === 'completed')
	}

	/** What the browser needs to build its side of both. */
	get options(): Record<Direction, TransportOptions> {
		return { send: transportOptions(this.transports.send), recv: transportOptions(this.transports.recv) }
	}

	transport(direction: Direction): types.WebRtcTransport {
		const transport = this.transports[direction]
		if (transport.closed) throw new ProblemError('media.unknown')
		return transport
	}

	producer(producerId: string): Incoming {
		const producer = this.producers.get(producerId)
		if (!producer) throw new ProblemError('media.unknown')
		return producer
	}

	consumer(consumerId: string): Outgoing {
		const consumer = this.consumers.get(consumerId)
		if (!consumer) throw new ProblemError('media.unknown')
		return consumer
	}

	/** Of those named, the ones still there: a batch does what it can, and fails only when nothing of it is left. */
	consumersOf(consumerIds: string[]): Outgoing[] {
		const found = consumerIds.flatMap((id) => this.consumers.get(id) ?? [])
		if (found.length === 0) throw new ProblemError('media.unknown')
		return found
	}

	/** Sending first, so that nothing of this peer is forwarded any more; with each go its producers or consumers. */
	close(): void {
		this.transports.send.close()
		this.transports.recv.close()
	}

	#watch(direction: Direction): void {
		const transport = this.transports[direction]
		const tellState = () => {
			const { iceState: ice, dtlsState: dtls } = transport
			this.tell('transport.state', { ...this.name, direction, ice, dtls })
		}
		transport.on('icestatechange', tellState)
		transport.on('dtlsstatechange', (state) => {
			tellState()
			// DTLS does not come back: the browser closed its side, or its certificate was not the one it named.
			if (state === 'closed' || state === 'failed') this.#lose(direction)
		})
	}

	/** A transport that ended by itself: nobody asked for it, so all that goes with it is told. */
	#lose(direction: Direction): void {
		const producerIds = direction === 'send' ? [...this.producers.keys()] : []
		const consumerIds = direction === 'recv' ? [...this.consumers.keys()] : []
		this.transports[direction].close()
		this.tell('transport.closed', { ...this.name, direction })
		for (const producerId of producerIds) this.tell('producer.closed', { ...this.name, producerId })
		for (const consumerId of consumerIds) this.tell('consumer.closed', { ...this.name, consumerId })
	}
}

/** Makes a peer's two transports on the room's worker; when one fails, the other does not stay behind. */
export async function openPeerMedia(
	name: PeerName,
	router: types.Router,
	{ webRtcServer }: MediaWorker,
	tell: Tell,
): Promise<PeerMedia> {
	const made: types.WebRtcTransport[] = []
	const create = async () => {
		const options = { webRtcServer, preferUdp: true, initialAvailableOutgoingBitrate, enableSctp: false }
		const transport = await router.createWebRtcTransport(options)
		made.push(transport)
		return transport
	}
	const limited = async () => {
		const transport = await create()
		await transport.setMaxIncomingBitrate(maxIncomingBitrate)
		return transport
	}
	const creating = [limited(), create()] as const
	try {
		const [send, recv] = await Promise.all(creating)
		return new PeerMedia(name, { send, recv }, tell)
	} catch (cause) {
		await Promise.allSettled(creating)
		for (const transport of made) transport.close()
		throw problemFrom(cause, 'media.unavailable')
	}
}

function transportOptions({
	id,
	iceParameters,
	iceCandidates,
	dtlsParameters,
}: types.WebRtcTransport): TransportOptions {
	return { id, iceParameters, iceCandidates, dtlsParameters }
}
