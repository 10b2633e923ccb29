import type { CallSnapshot, EndReason } from '@enshin/contracts/call.ts'
import type { Caller } from '@enshin/contracts/channel.ts'
import { type ProblemCode, ProblemError } from '@enshin/contracts/errors.ts'
import type { StopReason } from '@enshin/contracts/reconnect.ts'
import type { Joined, MediaOffer, OfferedConsumer, PeerInfo, SignalingProtocol } from '@enshin/contracts/signaling.ts'
import type { OpenRoom } from '../generator/types.ts'
import type { Guard } from '../guard.ts'
import type { Seat } from '../target/types.ts'
import { Connection } from './connection.ts'
import type { IncomingStream } from './incoming-stream.ts'
import { MediaPeer } from './media-peer.ts'
import type { OutgoingStream } from './outgoing-stream.ts'
import type { Pacer } from './pacer.ts'
import type { RecordedCodec } from './recording.ts'
import { StepError } from './step.ts'
import type { Tally } from './tally.ts'

/** What all participants of a process share. */
export interface Ground {
	pacer: Pacer
	tally: Tally
	/** Every stream of theirs, so that a receiver's counts are held against what its sender sent. */
	sending: Map<number, OutgoingStream>
	/** Asked before anything is sent to a host; null allows all. */
	guard: Guard | null
}

export interface ParticipantOptions extends Pick<OpenRoom, 'origin' | 'video' | 'audio'> {
	seat: Seat
	ground: Ground
	/** Anything changed that somebody may be waiting for. */
	onChange: () => void
}

/** A dead connection gets this long to be replaced by the server before its owner enters anew. */
const downForMs = 1_000
const sources = { microphone: 'audio', camera: 'video' } as const

/**
 * One person in one call, from permission to end, without eyes: it does what a page does, in its order, and says how far
 * it is. Owns its socket and its media.
 */
export class Participant {
	readonly role: Seat['role']
	/** When its first byte left, as `performance.now` counts. */
	startedAtMs = performance.now()
	joinedAtMs: number | null = null
	connectedAtMs: number | null = null
	/** What it was to send, it sends. */
	isProducing = false
	snapshot: CallSnapshot | null = null
	/** Why it is out, for good. */
	failure: StepError | null = null
	readonly peers = new Map<string, PeerInfo>()
	readonly #options: ParticipantOptions
	readonly #connection: Connection
	#media: MediaPeer | null = null
	#epoch = 0
	#origins = new Map<string, { peerId: string; stream: IncomingStream }>()
	#ended = false

	constructor(options: ParticipantOptions) {
		this.#options = options
		this.role = options.seat.role
		this.#connection = new Connection({
			seat: options.seat,
			origin: options.origin,
			guard: options.ground.guard,
			mediaEpoch: () => this.#epoch,
			onLine: (caller) => this.#listen(caller),
			onJoined: (joined, by) => this.#joined(joined, by),
			onStopped: (because) => this.#stopped(because),
		})
	}

	get #sends(): Partial<Record<keyof typeof sources, RecordedCodec>> {
		const { video, audio } = this.#options
		return { ...(video && { camera: video }), ...(audio && { microphone: 'opus' as const }) }
	}

	/** How many streams each participant of such a room sends. */
	get streamsEach(): number {
		return Object.keys(this.#sends).length
	}

	/** Socket and media stand. */
	get isUp(): boolean {
		return this.#connection.isOpen && (this.streamsEach === 0 || this.connectedAtMs !== null)
	}

	/** How many streams of others it is ready for. */
	get consuming(): number {
		return this.#origins.size
	}

	/** When the first packet of the last of its streams came, as `performance.now` counts; null while one is silent. */
	get allHeardAtMs(): number | null {
		const first = [...this.#origins.values()].map(({ stream }) => stream.firstAtMs)
		return first.includes(null) ? null : Math.max(this.startedAtMs, ...first.map(Number))
	}

	/** Enters; media is set up beside it. A failure is found in `failure`. */
	async enter(): Promise<void> {
		this.startedAtMs = performance.now()
		await this.#connection.enter().catch((error: unknown) => this.fail(StepError.of('join', error)))
	}

	async ring(): Promise<void> {
		this.#take(await this.#connection.ask('call.ring', {}))
	}

	async enterCall(): Promise<void> {
		this.#take(await this.#connection.ask('call.enter', {}))
	}

	async end(reason: EndReason): Promise<void> {
		await this.#connection.ask('call.end', { reason })
	}

	/** It is out, for this reason; the first one counts. */
	fail(error: StepError): void {
		if (this.#ended) return
		this.failure = error
		this.close()
		this.#options.onChange()
	}

	/** Sends nothing from here on; what was counted stays in the tally. Idempotent. */
	close(): void {
		this.#ended = true
		this.#connection.close()
		this.#dropMedia()
	}

	/** Everything gone at once, without a goodbye on the socket. Idempotent. */
	abandon(): void {
		this.#ended = true
		this.#connection.abandon()
		this.#dropMedia()
	}

	/** Moves what was counted since the last call into the tally. */
	count(nowMs: number): void {
		if (this.#media) this.#options.ground.tally.leave(this.#media.take(nowMs))
	}

	#joined(joined: Joined, by: 'join' | 'resume'): void {
		this.joinedAtMs ??= performance.now()
		this.peers.clear()
		for (const peer of joined.peers) this.peers.set(peer.peerId, peer)
		if (joined.media) this.#takeOffer(joined.media)
		else if (by === 'join') this.#dropMedia()
		this.#take(joined.call)
	}

	#listen(caller: Caller<SignalingProtocol>): void {
		caller.on('call.changed', (snapshot) => this.#take(snapshot))
		const setPeer = (peer: PeerInfo) => {
			this.peers.set(peer.peerId, peer)
			this.#options.onChange()
		}
		caller.on('peer.joined', setPeer)
		caller.on('peer.changed', setPeer)
		caller.on('peer.left', ({ peerId }) => void this.peers.delete(peerId))
		caller.on('media.offered', (offer) => this.#takeOffer(offer))
		caller.on('media.lost', ({ epoch }) => epoch >= this.#epoch && this.#dropMedia())
		caller.on('media.consumersOpened', ({ epoch, consumers }) => {
			if (epoch === this.#epoch) void this.#consume(consumers)
		})
		caller.on('media.consumerPaused', ({ consumerId }) => this.#origins.get(consumerId)?.stream.skip())
		caller.on('media.consumerResumed', ({ consumerId }) => this.#origins.get(consumerId)?.stream.skip())
		caller.on('media.consumerClosed', ({ consumerId }) => {
			this.#origins.delete(consumerId)
			this.#media?.closeConsumer(consumerId)
		})
	}

	#take(snapshot: CallSnapshot): void {
		this.snapshot = snapshot
		if (snapshot.state === 'ended') this.#dropMedia()
		else void this.#produce()
		this.#options.onChange()
	}

	#takeOffer(offer: MediaOffer): void {
		this.#dropMedia()
		if (this.streamsEach === 0 || this.#ended) return
		const media: MediaPeer = new MediaPeer({
			routerRtpCapabilities: offer.routerRtpCapabilities,
			delay: this.#options.ground.tally.delay,
			sending: this.#options.ground.sending,
			onDown: () => setTimeout(() => this.#media === media && this.#connection.rejoin(), downForMs),
		})
		this.#media = media
		this.#epoch = offer.epoch
		void this.#connect(media, offer)
	}

	async #connect(media: MediaPeer, { epoch, send, recv }: MediaOffer): Promise<void> {
		const { ask } = this.#connection
		const { guard } = this.#options.ground
		try {
			if (guard)
				await Promise.all([...send.iceCandidates, ...recv.iceCandidates].map(({ address }) => guard(`${address}`)))
			await Promise.all([
				ask('media.setCapabilities', { epoch, rtpCapabilities: media.rtpCapabilities }),
				media.connectSend(send, (dtlsParameters) => ask('media.connect', { direction: 'send', dtlsParameters })),
				media.connectRecv(recv, (dtlsParameters) => ask('media.connect', { direction: 'recv', dtlsParameters })),
			])
		} catch (error) {
			this.#broken(media, StepError.of('connect', error))
			return
		}
		if (this.#media !== media) return
		this.connectedAtMs ??= performance.now()
		this.#options.onChange()
		await this.#produce()
	}

	/** From the ring on everything is sent, so that entering finds it all there. */
	async #produce(): Promise<void> {
		const media = this.#media
		const state = this.snapshot?.state
		if (!media || media.outgoing.length > 0 || this.connectedAtMs === null) return
		if (state === undefined || state === 'waiting' || state === 'ended') return
		try {
			for (const [source, codec] of Object.entries(this.#sends) as [keyof typeof sources, RecordedCodec][]) {
				const { kind, rtpParameters } = media.produce(codec)
				await this.#connection.ask('media.produce', { source, kind, rtpParameters, paused: false })
			}
		} catch (error) {
			if (!wasRefusedInTime(error)) this.#broken(media, StepError.of('produce', error))
			return
		}
		if (this.#media !== media) return
		media.startSending()
		this.#options.ground.pacer.add(media)
		this.isProducing = true
		this.#options.onChange()
	}

	async #consume(consumers: OfferedConsumer[]): Promise<void> {
		const media = this.#media
		const fresh = consumers.filter(({ id }) => !this.#origins.has(id))
		if (!media || fresh.length === 0) return
		for (const consumer of fresh) {
			const stream = media.consume(consumer, this.#options.onChange)
			this.#origins.set(consumer.id, { peerId: consumer.peerId, stream })
		}
		try {
			await this.#connection.ask('media.resumeConsumers', { consumerIds: fresh.map(({ id }) => id) })
		} catch (error) {
			this.#broken(media, StepError.of('produce', error))
		}
		this.#options.onChange()
	}

	#dropMedia(): void {
		const media = this.#media
		this.#media = null
		this.#epoch = 0
		this.#origins = new Map()
		this.isProducing = false
		this.connectedAtMs = null
		if (!media) return
		this.#options.ground.pacer.remove(media)
		this.#options.ground.tally.leave(media.take(performance.now()))
		media.close()
	}

	/** Before it was ever up this is a failure; later a page would enter anew. */
	#broken(media: MediaPeer, error: StepError): void {
		if (this.#media !== media || this.#ended) return
		if (this.isProducing) this.#connection.rejoin()
		else this.fail(error)
	}

	#stopped(because: StopReason): void {
		this.#dropMedia()
		const reason = because.kind === 'refused' ? because.code : because.kind
		this.fail(new StepError('join', reason))
	}
}

/** The ring was taken back, or the call ended, while a stream was being opened: then none is wanted. */
function wasRefusedInTime(error: unknown): boolean {
	const codes: ProblemCode[] = ['call.not_called', 'call.wrong_state', 'call.ended']
	return error instanceof ProblemError && codes.includes(error.code)
}
