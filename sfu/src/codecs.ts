import type { MediaKind, RtpCapabilities, RtpParameters } from '@enshin/contracts/media.ts'
import { getSupportedRtpCapabilities, type types } from 'mediasoup'

/**
 * What a room speaks, in the order browsers should choose (performance.md): VP9 held 1080p where VP8 stayed at 720p and
 * OpenH264 at 540p. mediasoup adds RTX, NACK, PLI and transport-cc to each.
 */
export const mediaCodecs: types.RouterRtpCodecCapability[] = [
	{
		kind: 'audio',
		mimeType: 'audio/opus',
		clockRate: 48_000,
		channels: 2,
		// Opus is always named with two channels (RFC 7587); `stereo: 0` asks the sender for speech in mono. Lost packets
		// are asked for again and carried in the next ones: mediasoup has no RED.
		parameters: { minptime: 10, useinbandfec: 1, stereo: 0, maxaveragebitrate: 40_000 },
	},
	{ kind: 'video', mimeType: 'video/VP9', clockRate: 90_000, parameters: { 'profile-id': 0 } },
	{ kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 },
	{
		kind: 'video',
		mimeType: 'video/H264',
		clockRate: 90_000,
		parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
	},
]

/** Bits a second, per transport: what one peer may send, and what is assumed to reach one before it is measured. */
export const maxIncomingBitrate = 4_000_000
export const initialAvailableOutgoingBitrate = 1_000_000

/**
 * How long a producer waits between two keyframe requests. A pair wants its picture back at once; from four people on,
 * everyone's requests meet at one sender, whose keyframes would crowd out the rest. mediasoup fixes it when the producer
 * opens, so those who opened theirs while the room was smaller keep theirs.
 */
export function keyFrameRequestDelayMs(peersInRoom: number): number {
	return peersInRoom >= 4 ? 500 : 0
}

const extensionUris = new Set<string>(getSupportedRtpCapabilities().headerExtensions?.map(({ uri }) => uri))

function isKnownExtension<E extends { uri: string }>(
	extension: E,
): extension is E & { uri: types.RtpHeaderExtensionUri } {
	return extensionUris.has(extension.uri)
}

/**
 * A browser's parameters as a worker may have them, or null where mediasoup would take what no honest browser sends: it
 * does not compare codecs with the producer's kind, and it meets an unknown header extension only in the middle of
 * writing its message to the worker.
 */
export function producibleParameters(kind: MediaKind, parameters: RtpParameters): types.RtpParameters | null {
	const { headerExtensions = [], codecs, encodings, ...rest } = parameters
	const known = headerExtensions.filter(isKnownExtension)
	const ofKind = codecs.every(({ mimeType }) => mimeType.toLowerCase().startsWith(`${kind}/`))
	return ofKind && known.length === headerExtensions.length
		? { ...rest, codecs, encodings: withoutTimeLayers(encodings), headerExtensions: known }
		: null
}

/**
 * One stream with layers in time alone is forwarded as it comes. Told of the layers, mediasoup would forward none of it
 * where the measured bandwidth does not hold the lowest, nor after an outage until the stream has a score again: a second
 * or two of a still picture. Its sender adapts instead (sender-limit.ts).
 */
function withoutTimeLayers(encodings: RtpParameters['encodings']): RtpParameters['encodings'] {
	const [only, second] = encodings
	if (!only || second || !/^[LS]1T/.test(only.scalabilityMode ?? '')) return encodings
	const { scalabilityMode: _, ...encoding } = only
	return [encoding]
}

/** What a browser says it could receive; what mediasoup has no word for cannot be sent to it anyway. */
export function receivableCapabilities({ codecs, headerExtensions = [] }: RtpCapabilities): types.RtpCapabilities {
	return {
		// mediasoup chooses payload types itself and never reads the browser's; its type wants one all the same.
		codecs: codecs.map((codec) => ({ ...codec, preferredPayloadType: codec.preferredPayloadType ?? 0 })),
		headerExtensions: headerExtensions.filter(isKnownExtension),
	}
}
