import { expect, test } from 'vitest'
import { dtlsParameters, rtpParameters } from './media.ts'

const sha256 = Array.from({ length: 32 }, () => 'AB').join(':')

test('a DTLS fingerprint list that once killed a worker is refused', () => {
	expect(dtlsParameters.safeParse({ role: 'client', fingerprints: [] }).success).toBe(false)
	expect(
		dtlsParameters.safeParse({ role: 'client', fingerprints: [{ algorithm: 'sha-256', value: sha256 }] }).success,
	).toBe(true)
	expect(dtlsParameters.safeParse({ fingerprints: [{ algorithm: 'sha-256', value: 'AB:CD' }] }).success).toBe(false)
})

const opus = { mimeType: 'audio/opus', payloadType: 111, clockRate: 48000, channels: 2 }
test.each([
	['no codec', { codecs: [], encodings: [{ ssrc: 1 }] }],
	['no encoding', { codecs: [opus], encodings: [] }],
	['a payload type of eight bits', { codecs: [{ ...opus, payloadType: 128 }], encodings: [{ ssrc: 1 }] }],
	['an SSRC of more than 32 bits', { codecs: [opus], encodings: [{ ssrc: 2 ** 32 }] }],
	['a clock of zero', { codecs: [{ ...opus, clockRate: 0 }], encodings: [{ ssrc: 1 }] }],
	['a nested parameter', { codecs: [{ ...opus, parameters: { deep: {} } }], encodings: [{ ssrc: 1 }] }],
])('RTP parameters with %s are refused', (_, parameters) => {
	expect(rtpParameters.safeParse(parameters).success).toBe(false)
	expect(rtpParameters.safeParse({ codecs: [opus], encodings: [{ ssrc: 1 }] }).success).toBe(true)
})
