import { nowUs } from './clock.ts'
import type { Recording } from './recording.ts'
import { rtpHeaderBytes, writeRtpHead } from './rtp.ts'
import { taggedLength, writeTag } from './tag.ts'

/** A keyframe asked for again within this time is not sent again: so Chromium has it (EncoderRtcpFeedback). */
const keyframePauseMs = 300
/** What was sent by when is remembered in steps of this length, for so long. */
const memory = { everyMs: 100, forMs: 2_000 }
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
	readonly #sentBy: { atMs: number; packets: number }[] = []

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
		this.#remember(nowMs)
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

	/** How many packets had left by then; 0 where it cannot be said any more. */
	sentBy(atMs: number): number {
		return this.#sentBy.findLast((mark) => mark.atMs <= atMs)?.packets ?? 0
	}

	#remember(nowMs: number): void {
		const last = this.#sentBy.at(-1)
		if (last && nowMs - last.atMs < memory.everyMs) return
		this.#sentBy.push({ atMs: nowMs, packets: this.packets })
		if (nowMs - (this.#sentBy[0]?.atMs ?? nowMs) > memory.forMs) this.#sentBy.shift()
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
