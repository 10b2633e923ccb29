import { z } from 'zod'

/**
 * WebRTC's parameters as mediasoup knows them, checked before they come near a worker: it once died of an empty
 * `fingerprints`. Shapes follow mediasoup's RtpParameters, RtpCapabilities and DtlsParameters; sizes are ours.
 */
const word = z.string().min(1).max(100)
const uint = (max: number) => z.number().int().min(0).max(max)
const codecParameters = z
	.record(word, z.union([z.string().max(500), z.number(), z.boolean(), z.null()]))
	.refine((value) => Object.keys(value).length <= 40)

export const mediaKind = z.enum(['audio', 'video'])
export type MediaKind = z.infer<typeof mediaKind>

/** What a stream shows; the receiver lays out by it. */
export const mediaSource = z.enum(['camera', 'microphone', 'screen'])
export type MediaSource = z.infer<typeof mediaSource>

export const direction = z.enum(['send', 'recv'])
export type Direction = z.infer<typeof direction>

export const dtlsParameters = z.object({
	role: z.enum(['auto', 'client', 'server']).optional(),
	fingerprints: z
		.array(
			z.object({
				algorithm: z.enum(['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512']),
				value: z.string().regex(/^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){19,63}$/),
			}),
		)
		.min(1)
		.max(8),
})
export type DtlsParameters = z.infer<typeof dtlsParameters>

const rtcpFeedback = z.object({ type: word, parameter: z.string().max(100).optional() })
const mimeType = z.string().regex(/^(audio|video)\/[A-Za-z0-9-]{1,40}$/)
const headerExtensionUri = z.string().min(1).max(200)

const rtpCodec = z.object({
	mimeType,
	payloadType: uint(127),
	clockRate: z.number().int().min(1).max(192_000),
	channels: z.number().int().min(1).max(8).optional(),
	parameters: codecParameters.optional(),
	rtcpFeedback: z.array(rtcpFeedback).max(20).optional(),
})

const rtpEncoding = z.object({
	ssrc: uint(0xffffffff).optional(),
	rid: z
		.string()
		.regex(/^[A-Za-z0-9]{1,16}$/)
		.optional(),
	codecPayloadType: uint(127).optional(),
	rtx: z.object({ ssrc: uint(0xffffffff) }).optional(),
	dtx: z.boolean().optional(),
	active: z.boolean().optional(),
	scalabilityMode: z
		.string()
		.regex(/^[LS][1-3]T[1-3](_KEY(_SHIFT)?|h)?$/)
		.optional(),
	scaleResolutionDownBy: z.number().min(1).max(16).optional(),
	maxBitrate: uint(100_000_000).optional(),
	maxFramerate: z.number().min(0).max(240).optional(),
	adaptivePtime: z.boolean().optional(),
	priority: z.enum(['very-low', 'low', 'medium', 'high']).optional(),
	networkPriority: z.enum(['very-low', 'low', 'medium', 'high']).optional(),
})

export const rtpParameters = z.object({
	mid: z.string().min(1).max(32).optional(),
	codecs: z.array(rtpCodec).min(1).max(20),
	headerExtensions: z
		.array(
			z.object({
				uri: headerExtensionUri,
				id: z.number().int().min(1).max(255),
				encrypt: z.boolean().optional(),
				parameters: codecParameters.optional(),
			}),
		)
		.max(30)
		.optional(),
	encodings: z.array(rtpEncoding).min(1).max(4),
	rtcp: z
		.object({ cname: z.string().max(200).optional(), reducedSize: z.boolean().optional(), mux: z.boolean().optional() })
		.optional(),
	msid: z.string().max(200).optional(),
})
export type RtpParameters = z.infer<typeof rtpParameters>

export const rtpCapabilities = z.object({
	codecs: z
		.array(
			z.object({
				kind: mediaKind,
				mimeType,
				preferredPayloadType: uint(127).optional(),
				clockRate: z.number().int().min(1).max(192_000),
				channels: z.number().int().min(1).max(8).optional(),
				parameters: codecParameters.optional(),
				rtcpFeedback: z.array(rtcpFeedback).max(20).optional(),
			}),
		)
		.min(1)
		.max(60),
	headerExtensions: z
		.array(
			z.object({
				kind: mediaKind,
				uri: headerExtensionUri,
				preferredId: z.number().int().min(1).max(255),
				preferredEncrypt: z.boolean().optional(),
				direction: z.enum(['sendrecv', 'sendonly', 'recvonly', 'inactive']).optional(),
			}),
		)
		.max(60)
		.optional(),
})
export type RtpCapabilities = z.infer<typeof rtpCapabilities>

export const layers = z.object({ spatialLayer: uint(3), temporalLayer: uint(3).optional() })

/**
 * What our own sfu made and a browser needs. It comes from mediasoup itself, so it is passed through unread; the browser
 * hands it to mediasoup-client, which knows its types.
 */
const fromSfu = z.record(z.string(), z.unknown())
export const iceParameters = fromSfu
export const transportOptions = z.object({
	id: z.string(),
	iceParameters,
	iceCandidates: z.array(fromSfu),
	dtlsParameters: fromSfu,
})
export type TransportOptions = z.infer<typeof transportOptions>
export const routerRtpCapabilities = fromSfu

export const consumerOptions = z.object({
	id: z.string(),
	producerId: z.string(),
	kind: mediaKind,
	rtpParameters: fromSfu,
	/** `simple`, `simulcast`, `svc`, `pipe`. */
	type: z.string(),
	producerPaused: z.boolean(),
})
export type ConsumerOptions = z.infer<typeof consumerOptions>
