import type { MediaKind } from '@enshin/contracts/media.ts'
import fc from 'fast-check'

const oneOf = <T>(...values: T[]) => fc.constantFrom(...values)
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 3 })

/** Values that have hurt parsers before. */
export const nastyValue = fc.oneof(
	oneOf<unknown>(null, true, [], {}, '', ' ', '\0', '\ud800', '__proto__', 'constructor', 'x'.repeat(300)),
	oneOf<unknown>(0, -0, -1, 0.5, 127, 128, 255, 256, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53, -(2 ** 31), 1e300),
	oneOf<unknown>('video/rtx', 'audio/opus', 'video/red', 'audio/telephone-event', 'L3T3_KEY', 'S3T3', '42e01f'),
	fc.jsonValue({ maxDepth: 2 }),
)

const mimeType = oneOf(
	...['video/VP8', 'video/vp9', 'video/H264', 'video/rtx', 'VIDEO/RTX', 'video/AV1', 'video/red', 'video/ulpfec'],
	...['audio/opus', 'audio/OPUS', 'audio/PCMU', 'audio/multiopus', 'audio/CN', 'audio/rtx', 'audio/VP8', 'video/opus'],
).map((name) => name.replace('VIDEO', 'video'))
const payloadType = oneOf(0, 35, 96, 97, 98, 127)
const ssrc = oneOf(0, 1, 2, 3, 2 ** 31, 2 ** 32 - 1)
const parameterValue = fc.oneof(
	payloadType,
	oneOf<string | number | boolean | null>('', '42e01f', '64', 1.5, -1, true, null),
)
const parameters = fc.dictionary(
	oneOf('apt', 'profile-level-id', 'packetization-mode', 'profile-id', 'useinbandfec', 'usedtx', 'num_streams', 'x'),
	parameterValue,
	{ maxKeys: 4 },
)
const rtcpFeedback = fc.array(
	fc.record({
		type: oneOf('nack', 'ccm', 'goog-remb', 'transport-cc', 'unheard-of'),
		parameter: maybe(oneOf('', 'pli', 'fir', 'sli')),
	}),
	{ maxLength: 5 },
)
const extensionUri = oneOf(
	'urn:ietf:params:rtp-hdrext:sdes:mid',
	'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
	'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id',
	'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
	'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
	'urn:ietf:params:rtp-hdrext:ssrc-audio-level',
	'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension',
	'urn:mediasoup:params:rtp-hdrext:packet-id',
)

const wildCodec = fc.record({
	mimeType,
	payloadType,
	clockRate: oneOf(90_000, 48_000, 8000, 1),
	channels: maybe(oneOf(1, 2, 8)),
	parameters: maybe(parameters),
	rtcpFeedback: maybe(rtcpFeedback),
})

/** One that mediasoup knows, with parameters of its own. */
const knownCodec = (kind: MediaKind) =>
	fc
		.record({
			mimeType:
				kind === 'audio'
					? oneOf('audio/opus', 'audio/OPUS')
					: oneOf('video/VP8', 'video/vp9', 'video/H264', 'video/rtx'),
			payloadType,
			parameters: fc.record({
				apt: payloadType,
				'packetization-mode': oneOf(1, 0),
				'profile-level-id': oneOf('42e01f', ''),
			}),
			rtcpFeedback: maybe(rtcpFeedback),
		})
		.map((codec) => ({ ...codec, ...(kind === 'audio' ? { clockRate: 48_000, channels: 2 } : { clockRate: 90_000 }) }))

/**
 * Parameters that pass every schema and mean nothing good: the worker's own checks are what they meet. Most of them come
 * that far, for their codecs are ones the room has.
 */
export const wellFormedProducer = oneOf('audio' as const, 'video' as const).chain((kind) =>
	fc.record({
		kind: fc.oneof(
			{ weight: 12, arbitrary: fc.constant(kind) },
			{ weight: 1, arbitrary: oneOf<MediaKind>('audio', 'video') },
		),
		paused: fc.boolean(),
		rtpParameters: fc.record({
			mid: maybe(oneOf('0', '1', 'x'.repeat(32))),
			codecs: fc.array(fc.oneof({ weight: 12, arbitrary: knownCodec(kind) }, { weight: 1, arbitrary: wildCodec }), {
				minLength: 1,
				maxLength: 3,
			}),
			headerExtensions: maybe(
				fc.array(fc.record({ uri: extensionUri, id: oneOf(1, 2, 14, 15, 255), encrypt: maybe(fc.boolean()) }), {
					maxLength: 6,
				}),
			),
			encodings: fc.array(
				fc.record({
					ssrc: maybe(ssrc),
					rid: maybe(oneOf('q', 'h', 'x'.repeat(16))),
					codecPayloadType: fc.option(payloadType, { nil: undefined, freq: 1 }),
					rtx: maybe(fc.record({ ssrc })),
					dtx: maybe(fc.boolean()),
					scalabilityMode: maybe(oneOf('L1T1', 'L1T3', 'L3T3', 'L3T3_KEY', 'S3T3', 'L2T1h', 'L3T3_KEY_SHIFT')),
					maxBitrate: maybe(oneOf(0, 1, 100_000_000)),
				}),
				{ minLength: 1, maxLength: 4 },
			),
			rtcp: maybe(fc.record({ cname: maybe(oneOf('', 'a', 'x'.repeat(200))), reducedSize: maybe(fc.boolean()) })),
		}),
	}),
)

/**
 * A good value with one to four of its parts replaced, taken out or added to, somewhere in its depth: most of it still
 * looks right, so that it comes far.
 */
export function spoiled<T>(good: T): fc.Arbitrary<unknown> {
	const spoil = fc.record({ where: fc.nat(10_000), how: oneOf('replace', 'remove', 'add'), value: nastyValue })
	return fc.array(spoil, { minLength: 1, maxLength: 4 }).map((spoils) => {
		const copy: unknown = structuredClone(good)
		for (const { where, how, value: shared } of spoils) {
			const value = structuredClone(shared)
			const places = containers(copy)
			const place = places[where % places.length]
			if (!place) return value
			const keys = Object.keys(place)
			const key = keys[where % keys.length] ?? 'x'
			if (how === 'replace') Reflect.set(place, key, value)
			else if (how === 'remove')
				Array.isArray(place) ? place.splice(Number(key), 1) : Reflect.deleteProperty(place, key)
			else Array.isArray(place) ? place.push(structuredClone(place[0] ?? value)) : Reflect.set(place, 'extra', value)
		}
		return copy
	})
}

function containers(value: unknown): object[] {
	if (typeof value !== 'object' || value === null) return []
	return [value, ...Object.values(value).flatMap(containers)]
}
