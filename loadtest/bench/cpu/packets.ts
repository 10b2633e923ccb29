import { loadRecording, type RecordedPacket, type Recording } from '../../src/participant/recording.ts'

/**
 * The packets every side of the comparison carries: Chromium's own, recorded (Opus at 39 kbit/s, VP8 at 695: 137 packets a
 * second of a participant), with the header extensions Chromium sends, which servers read and write over.
 */
export type StreamKind = 'audio' | 'video'

export const payloadTypes = { audio: 111, video: 96, rtx: 97 } as const
export const extensionIds = { mid: 1, sendTime: 2, transportCc: 3, audioLevel: 4 } as const

/** At the end of each packet, where no server writes: that it is ours, and when it left, in ms of the monotonic clock. */
const mark = 0x454e5348
const trailerBytes = 12

const extensionBytes = 16
const headBytes = 12 + extensionBytes
const smallestPayload = 40
const keyframePauseMs = 100

/** One stream: a recording in a loop, written into one buffer packet by packet. */
export class PacketStream {
	hasBegun = false
	readonly #recording: Recording
	readonly #packet = Buffer.alloc(2048)
	readonly #payloadType: number
	#sequence: number
	#next = 0
	#loopStartMs = 0
	#loopTimestamp = 0

	constructor(kind: StreamKind, ssrc: number, mid: string) {
		this.#recording = loadRecording(kind === 'audio' ? 'opus' : 'vp8')
		this.#payloadType = payloadTypes[kind]
		this.#sequence = ssrc & 0x7fff
		const packet = this.#packet
		packet[0] = 0x90
		packet.writeUInt32BE(ssrc, 8)
		// RFC 8285, one-byte headers: MID, abs-send-time, transport-wide number, and for audio its level; then padding.
		packet.writeUInt16BE(0xbede, 12)
		packet.writeUInt16BE((extensionBytes - 4) / 4, 14)
		packet[16] = extensionIds.mid << 4
		packet.write(mid.slice(0, 1), 17, 'latin1')
		packet[18] = (extensionIds.sendTime << 4) | 2
		packet[22] = (extensionIds.transportCc << 4) | 1
		if (kind === 'audio') packet.set([extensionIds.audioLevel << 4, 0x20], 25)
	}

	/** Begins with the recording's keyframe, for a new receiver is given nothing before one; at a moment of its own. */
	begin(atMs: number): void {
		this.hasBegun = true
		this.#loopStartMs = atMs
	}

	/** A keyframe is asked for: the recording begins again, now. One just sent is what was asked for. */
	restart(nowMs: number): void {
		if (nowMs - this.#loopStartMs < keyframePauseMs) return
		this.#loopTimestamp += Math.round(((nowMs - this.#loopStartMs) * this.#recording.clockRate) / 1000)
		this.#loopStartMs = nowMs
		this.#next = 0
	}

	/** Goes on where it was held. */
	shift(byMs: number): void {
		this.#loopStartMs += byMs
	}

	/** Hands over what is due; `nextNumber` counts over all streams of a connection. How late the first of it was, in ms. */
	sendDue(nowMs: number, nextNumber: () => number, send: (packet: Buffer) => void): number {
		const { packets, durationMs, clockRate } = this.#recording
		let lateMs = 0
		for (;;) {
			const recorded = packets[this.#next]
			if (!recorded) {
				this.#next = 0
				this.#loopStartMs += durationMs
				this.#loopTimestamp += Math.round((durationMs * clockRate) / 1000)
				continue
			}
			const dueMs = this.#loopStartMs + recorded.atMs
			if (dueMs > nowMs) return lateMs
			lateMs = Math.max(lateMs, nowMs - dueMs)
			this.#next++
			send(this.#write(recorded, nowMs, nextNumber()))
		}
	}

	/** A packet that counts nowhere, while the stream is held: the product takes a line without any for one that is out. */
	signOfLife(nowMs: number, number: number): Buffer | null {
		const recorded = this.#recording.packets[this.#next]
		const packet = recorded ? this.#write(recorded, nowMs, number) : null
		packet?.fill(0, packet.length - trailerBytes)
		return packet
	}

	#write({ payload, marker, timestamp }: RecordedPacket, nowMs: number, number: number): Buffer {
		const packet = this.#packet.subarray(0, headBytes + Math.max(payload.length, smallestPayload))
		packet[1] = this.#payloadType | (marker ? 0x80 : 0)
		packet.writeUInt16BE(this.#sequence++ & 0xffff, 2)
		packet.writeUInt32BE((this.#loopTimestamp + timestamp) >>> 0, 4)
		packet.writeUIntBE(Math.round((nowMs / 1000) * 2 ** 18) & 0xffffff, 19, 3)
		packet.writeUInt16BE(number & 0xffff, 23)
		payload.copy(packet, headBytes)
		packet.writeUInt32BE(mark, packet.length - trailerBytes)
		packet.writeDoubleBE(monotonicMs(), packet.length - 8)
		return packet
	}
}

/** The machine's monotonic clock, the same in all its processes. */
export function monotonicMs(): number {
	const [seconds, nanoseconds] = process.hrtime()
	return seconds * 1000 + nanoseconds / 1e6
}

/** When a received packet was sent, or null for one that is not of a stream (RTCP, probes). */
export function sentAtMs(packet: Buffer): number | null {
	const at = packet.length - trailerBytes
	return at >= 12 && packet.readUInt32BE(at) === mark ? packet.readDoubleBE(at + 4) : null
}
