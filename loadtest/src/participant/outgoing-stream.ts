import { nowUs } from './clock.ts'
import type { Recording } from './recording.ts'
import { rtpHeaderBytes, writeRtpHead } from './rtp.ts'
import { taggedLength, writeTag } from './tag.ts'

/** A keyframe asked for again within this time is the one that was just sent. */
const keyframePauseMs = 100
const scratch = Buffer.allocUnsafe(2048)

export interface OutgoingOptions {
	recording: Recording
	ssrc: number
	payloadType: number
	/** Told apart from every other stream of the run. */
	stream: number
	/** Where in the recording it begins: rooms that open together must not all send in step. */
	offsetMs?: number
}

/** One stream that is sent: a recording played in a loop, in real time, each packet with its tag. */
export class OutgoingStream {
	readonly ssrc: number
	readonly stream: number
	/** Sent since the beginning: the next packet's own number. */
	packets = 0
	bytes = 0
	readonly #recording: Recording
	readonly #payloadType: number
	#next = 0
	/** When the recording's first packet was, or would have been, due. */
	#loopStartMs: number
	#loopTimestamp = Math.floor(Math.random() * 2 ** 32)
	#rtpSequence = Math.floor(Math.random() * 2 ** 15)
	#keyframeAtMs = Number.NEGATIVE_INFINITY

	constructor({ recording, ssrc, payloadType, stream, offsetMs = 0 }: OutgoingOptions, nowMs: number) {
		this.ssrc = ssrc
		this.stream = stream
		this.#recording = recording
		this.#payloadType = payloadType
		this.#loopStartMs = nowMs - offsetMs
		while ((recording.packets[this.#next]?.atMs ?? Number.POSITIVE_INFINITY) < offsetMs) this.#next += 1
	}

	/** Sends what is due by now. A sender that was held up sends it all, as late as it is. */
	sendDue(nowMs: number, send: (packet: Buffer) => boolean): void {
		const { packets, durationMs } = this.#recording
		for (;;) {
			const packet = packets[this.#next]
			if (!packet) {
				this.#beginLoop(this.#loopStartMs + durationMs)
				continue
			}
			if (this.#loopStartMs + packet.atMs > nowMs) return
			this.#next += 1
			this.#send(packet.payload, packet.marker, packet.timestamp, send)
		}
	}

	/** The server asks for a keyframe: the recording begins again, now. */
	restart(nowMs: number): void {
		if (nowMs - this.#keyframeAtMs < keyframePauseMs) return
		this.#keyframeAtMs = nowMs
		this.#beginLoop(nowMs)
	}

	#beginLoop(atMs: number): void {
		// RTP time goes on by as much as real time did.
		this.#loopTimestamp += Math.round(((atMs - this.#loopStartMs) * this.#recording.clockRate) / 1000)
		this.#loopStartMs = atMs
		this.#next = 0
	}

	#send(payload: Buffer, marker: boolean, timestamp: number, send: (packet: Buffer) => boolean): void {
		const end = rtpHeaderBytes + taggedLength(payload.length)
		const packet = scratch.subarray(0, end)
		writeRtpHead(packet, {
			marker,
			payloadType: this.#payloadType,
			sequence: this.#rtpSequence,
			timestamp: this.#loopTimestamp + timestamp,
			ssrc: this.ssrc,
		})
		packet.fill(0, rtpHeaderBytes + payload.length)
		payload.copy(packet, rtpHeaderBytes)
		writeTag(packet, end, { stream: this.stream, sequence: this.packets, sentUs: nowUs() })
		// What the transport does not take was never sent, and is missed by nobody.
		if (!send(packet)) return
		this.#rtpSequence += 1
		this.packets += 1
		this.bytes += end
	}
}
