import { ortc } from 'mediasoup'
import { describe, expect, test } from 'vitest'
import { keyFrameRequestDelayMs, mediaCodecs, producibleParameters, receivableCapabilities } from './codecs.ts'

const offered = ortc.generateRouterRtpCapabilities(structuredClone(mediaCodecs))
const codec = (mimeType: string) => offered.codecs?.find((candidate) => candidate.mimeType === mimeType)

describe('what a room offers', () => {
	test('is VP9, then VP8, then H264, each with RTX', () => {
		expect(offered.codecs?.filter(({ kind }) => kind === 'video').map(({ mimeType }) => mimeType)).toEqual(
			['VP9', 'VP8', 'H264'].flatMap((name) => [`video/${name}`, 'video/rtx']),
		)
	})

	test('asks for Opus in mono with NACK and in-band FEC', () => {
		const opus = codec('audio/opus')
		expect(opus?.parameters).toMatchObject({ useinbandfec: 1, stereo: 0 })
		expect(opus?.rtcpFeedback?.map(({ type }) => type)).toEqual(expect.arrayContaining(['nack', 'transport-cc']))
	})

	test('asks for H264 as every phone has it', () => {
		expect(codec('video/H264')?.parameters).toMatchObject({ 'packetization-mode': 1, 'profile-level-id': '42e01f' })
	})

	test.each(['video/VP9', 'video/VP8', 'video/H264'])('has NACK, PLI and transport-cc for %s', (mimeType) => {
		const feedback = codec(mimeType)?.rtcpFeedback?.map(({ type, parameter }) => `${type} ${parameter}`.trim())
		expect(feedback).toEqual(expect.arrayContaining(['nack', 'nack pli', 'transport-cc']))
	})
})

test.each([
	[1, 0],
	[2, 0],
	[3, 0],
	[4, 500],
	[6, 500],
])('in a room of %i, keyframes are asked for at most every %i ms', (peers, delayMs) => {
	expect(keyFrameRequestDelayMs(peers)).toBe(delayMs)
})

describe('parameters of a producer', () => {
	const vp8 = { mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 }
	const extension = (uri: string) => ({ uri, id: 1 })
	const mid = extension('urn:ietf:params:rtp-hdrext:sdes:mid')

	test('pass as they are when mediasoup knows all of them', () => {
		const parameters = { mid: '0', codecs: [vp8], headerExtensions: [mid], encodings: [{ ssrc: 1 }] }
		expect(producibleParameters('video', parameters)).toEqual(parameters)
	})

	test('are refused when a codec is not of the kind', () => {
		expect(producibleParameters('audio', { codecs: [vp8], encodings: [{ ssrc: 1 }] })).toBeNull()
	})

	test('are refused when a header extension is unknown', () => {
		const headerExtensions = [mid, extension('urn:unknown')]
		expect(producibleParameters('video', { codecs: [vp8], headerExtensions, encodings: [{ ssrc: 1 }] })).toBeNull()
	})
})

test('a receiver with header extensions unknown to mediasoup receives without them', () => {
	const headerExtensions = [{ kind: 'video' as const, uri: 'urn:unknown', preferredId: 9 }]
	const codecs = [{ kind: 'video' as const, mimeType: 'video/VP8', clockRate: 90_000 }]
	expect(receivableCapabilities({ codecs, headerExtensions }).headerExtensions).toEqual([])
})
