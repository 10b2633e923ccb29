import {
	type ConsumerOptions,
	type DtlsParameters,
	dtlsParameters,
	type MediaKind,
	type RtpCapabilities,
	type RtpParameters,
	rtpCapabilities,
	rtpParameters,
	type TransportOptions,
} from '@enshin/contracts/media.ts'
import * as ortc from 'mediasoup-client/ortc'
import type * as mediasoup from 'mediasoup-client/types'
import type { Histogram } from '../generator/types.ts'
import { observe } from '../measure/histogram.ts'
import { receiving, sending } from './capabilities.ts'
import { nowUs } from './clock.ts'
import { IncomingStream } from './incoming-stream.ts'
import { answerSending, offerReceiving } from './negotiate.ts'
import { OutgoingStream } from './outgoing-stream.ts'
import { loadRecording, type RecordedCodec } from './recording.ts'
import { isRtcp, keyframeRequests } from './rtp.ts'
import { SrtpPipe } from './srtp-pipe.ts'
import { readTag } from './tag.ts'
import { add, type Counted, nothingCounted } from './tally.ts'

export interface MediaPeerOptions {
	routerRtpCapabilities: Record<string, unknown>
	/** Takes the one-way delay of each packet that arrives, in ms; several peers may share one. */
	delay: Histogram
	/** Every stream that is sent in this process, by its own number: a peer adds its own, and looks up the others'. */
	sending?: Map<number, OutgoingStream>
	/** A connection went down after it was up. */
	onDown?: () => void
}

/** Hands our DTLS parameters to the server, which must know them before DTLS begins. */
export type OnConnect = (ours: DtlsParameters) => Promise<unknown>

const mimeTypes = { vp8: 'video/VP8', vp9: 'video/VP9', opus: 'audio/opus' } as const

/**
 * One participant's media, whoever does the signaling: two connections to a mediasoup server, what is sent over the one
 * and counted on the other. `tick` sends what is due (a `Pacer` calls it); `close()` ends all.
 */
export class MediaPeer {
	/** What this peer can receive, for `media.setCapabilities` or `consumer.openMany`. */
	readonly rtpCapabilities: RtpCapabilities
	readonly outgoing: OutgoingStream[] = []
	/** By consumer. */
	readonly incoming = new Map<string, IncomingStream>()
	readonly #options: MediaPeerOptions
	readonly #extended: mediasoup.ExtendedRtpCapabilities
	readonly #bySsrc = new Map<number, IncomingStream>()
	readonly #pipes: SrtpPipe[] = []
	#send: SrtpPipe | null = null
	#isSending = false
	#counted = nothingCounted()
	#told = { packets: 0, bytes: 0 }
	#closed = false

	constructor(options: MediaPeerOptions) {
		this.#options = options
		const router = options.routerRtpCapabilities as unknown as mediasoup.RtpCapabilities
		this.#extended = ortc.getExtendedRtpCapabilities(structuredClone(sending), router, false)
		const extended = ortc.getExtendedRtpCapabilities(structuredClone(receiving), router, false)
		this.rtpCapabilities = rtpCapabilities.parse(ortc.getRecvRtpCapabilities(extended))
	}

	/** Resolves when ICE and DTLS are up. */
	async connectSend(transport: TransportOptions, onConnect: OnConnect): Promise<void> {
		const pipe = this.#open((packet) => this.#feedback(packet))
		const { fingerprints, answer } = await answerSending(pipe, transport, this.#extended)
		await onConnect(dtlsParameters.parse({ role: 'client', fingerprints }))
		pipe.answered(answer)
		await pipe.connected
		this.#send = pipe
	}

	async connectRecv(transport: TransportOptions, onConnect: OnConnect): Promise<void> {
		const pipe = this.#open((packet) => this.#receive(packet))
		const { fingerprints, candidates } = await offerReceiving(pipe, transport, this.#extended)
		await onConnect(dtlsParameters.parse({ role: 'client', fingerprints }))
		for (const { candidate, mid } of candidates) pipe.addCandidate(candidate, mid)
		await pipe.connected
	}

	/** A stream of its own, which begins with `startSending`; what the server is to be told of it. */
	produce(codec: RecordedCodec): { kind: MediaKind; rtpParameters: RtpParameters } {
		const kind = codec === 'opus' ? 'audio' : 'video'
		const offered = ortc.getSendingRtpParameters(kind, this.#extended)
		const wanted = offered.codecs.find(({ mimeType }) => mimeType.toLowerCase() === mimeTypes[codec].toLowerCase())
		if (!wanted) throw new Error(`the server does not take ${mimeTypes[codec]}`)
		const ssrc = Math.floor(Math.random() * (2 ** 32 - 2)) + 1
		const recording = loadRecording(codec)
		const stream = new OutgoingStream(
			{
				recording,
				ssrc,
				payloadType: wanted.payloadType,
				stream: ssrc,
				offsetMs: Math.random() * recording.durationMs,
			},
			performance.now(),
		)
		this.outgoing.push(stream)
		this.#options.sending?.set(stream.stream, stream)
		const own = {
			...offered,
			codecs: [wanted],
			mid: String(this.outgoing.length - 1),
			encodings: [{ ssrc }],
			rtcp: { cname: `load-${ssrc}` },
		}
		return { kind, rtpParameters: rtpParameters.parse(own) }
	}

	startSending(): void {
		this.#isSending = true
	}

	stopSending(): void {
		this.#isSending = false
	}

	/** Ready for this stream: from now on its packets are counted. Asked for again, it is the same. */
	consume({ id, kind, rtpParameters: theirs }: ConsumerOptions, onFirst?: () => void): IncomingStream {
		const known = this.incoming.get(id)
		if (known) return known
		const stream = new IncomingStream(kind, onFirst)
		this.incoming.set(id, stream)
		const { encodings = [] } = theirs as unknown as mediasoup.RtpParameters
		for (const { ssrc } of encodings) if (ssrc !== undefined) this.#bySsrc.set(ssrc, stream)
		return stream
	}

	closeConsumer(consumerId: string): void {
		const stream = this.incoming.get(consumerId)
		if (!stream) return
		this.#count(stream, performance.now())
		this.incoming.delete(consumerId)
		for (const [ssrc, one] of this.#bySsrc) if (one === stream) this.#bySsrc.delete(ssrc)
	}

	/** Sends what is due. */
	tick(nowMs: number): void {
		const pipe = this.#send
		if (!pipe || !this.#isSending || this.#closed) return
		for (const stream of this.outgoing) stream.sendDue(nowMs, (packet) => pipe.send(packet))
	}

	/** What was sent and counted since the last call, streams that ended meanwhile included. */
	take(nowMs: number): Counted {
		for (const stream of this.incoming.values()) this.#count(stream, nowMs)
		const counted = this.#counted
		this.#counted = nothingCounted()
		const sum = (key: 'packets' | 'bytes') => this.outgoing.reduce((all, stream) => all + stream[key], 0)
		const sent = { packets: sum('packets'), bytes: sum('bytes') }
		counted.sent = { packets: sent.packets - this.#told.packets, bytes: sent.bytes - this.#told.bytes }
		this.#told = sent
		return counted
	}

	/** Idempotent. */
	close(): void {
		this.#closed = true
		this.#send = null
		for (const { stream } of this.outgoing) this.#options.sending?.delete(stream)
		for (const pipe of this.#pipes) pipe.close()
	}

	#open(onPacket: (packet: Buffer) => void): SrtpPipe {
		const pipe = new SrtpPipe({ onPacket, onDown: () => this.#closed || this.#options.onDown?.() })
		this.#pipes.push(pipe)
		return pipe
	}

	#count(stream: IncomingStream, nowMs: number): void {
		const { sending } = this.#options
		const sentBy = (number: number, atMs: number) => sending?.get(number)?.sentBy(atMs) ?? 0
		add(this.#counted, { ...nothingCounted(), [stream.kind]: stream.take(nowMs, sentBy) })
	}

	#feedback(packet: Buffer): void {
		if (!isRtcp(packet)) return
		for (const ssrc of keyframeRequests(packet))
			for (const stream of this.outgoing) if (stream.ssrc === ssrc) stream.restart(performance.now())
	}

	#receive(packet: Buffer): void {
		if (isRtcp(packet)) return
		const stream = this.#bySsrc.get(packet.readUInt32BE(8))
		const tag = stream && readTag(packet)
		if (!tag) return
		if (stream.receive(tag, performance.now())) observe(this.#options.delay, (nowUs() - tag.sentUs) / 1000)
	}
}
