import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** What a real browser sent once, packet by packet. */
export interface RecordedPacket {
	/** When it left, from the recording's beginning, in ms. */
	atMs: number
	/** RTP timestamp from the recording's beginning, in the codec's clock. */
	timestamp: number
	marker: boolean
	/** The first packet of a frame that needs no other: here a decoder can begin. */
	keyframe: boolean
	/** The codec's descriptor and all that follows. */
	payload: Buffer
}

/** It begins with a keyframe, so that it can be played again and again. */
export interface Recording {
	codec: RecordedCodec
	clockRate: number
	durationMs: number
	packets: readonly RecordedPacket[]
}

export type RecordedCodec = 'vp8' | 'vp9' | 'opus'

const clockRates = { vp8: 90_000, vp9: 90_000, opus: 48_000 } as const satisfies Record<RecordedCodec, number>
const headBytes = 11

/** One file: gzip over `at` in µs, timestamp (both u32), flags (u8), length (u16) and payload, packet after packet. */
export function encodeRecording(packets: readonly RecordedPacket[]): Buffer {
	return Buffer.concat(
		packets.flatMap(({ atMs, timestamp, marker, keyframe, payload }) => {
			const head = Buffer.alloc(headBytes)
			head.writeUInt32BE(Math.round(atMs * 1000), 0)
			head.writeUInt32BE(timestamp, 4)
			head.writeUInt8((marker ? 1 : 0) | (keyframe ? 2 : 0), 8)
			head.writeUInt16BE(payload.length, 9)
			return [head, payload]
		}),
	)
}

export function decodeRecording(codec: RecordedCodec, bytes: Buffer): Recording {
	const packets: RecordedPacket[] = []
	for (let at = 0; at < bytes.length; ) {
		const flags = bytes.readUInt8(at + 8)
		const end = at + headBytes + bytes.readUInt16BE(at + 9)
		packets.push({
			atMs: bytes.readUInt32BE(at) / 1000,
			timestamp: bytes.readUInt32BE(at + 4),
			marker: (flags & 1) !== 0,
			keyframe: (flags & 2) !== 0,
			payload: bytes.subarray(at + headBytes, end),
		})
		at = end
	}
	const clockRate = clockRates[codec]
	// One more frame's time after the last one, as long as the frames before it took on the average.
	const stamps = new Set(packets.map(({ timestamp }) => timestamp))
	const lastStamp = Math.max(...stamps)
	const durationMs = ((lastStamp * stamps.size) / (stamps.size - 1) / clockRate) * 1000
	return { codec, clockRate, durationMs, packets }
}

const loaded = new Map<RecordedCodec, Recording>()

/** The recording that ships with the load test; `recordings/make.ts` makes it anew. */
export function loadRecording(codec: RecordedCodec): Recording {
	const known = loaded.get(codec)
	if (known) return known
	const file = new URL(`../../recordings/${codec}.rtp.gz`, import.meta.url)
	const recording = decodeRecording(codec, gunzipSync(readFileSync(file)))
	loaded.set(codec, recording)
	return recording
}
