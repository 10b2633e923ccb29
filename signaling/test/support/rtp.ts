import type { MediaKind, RtpCapabilities, RtpParameters } from '@enshin/contracts/media.ts'

/** What Chromium hands to its page, shortened. Nobody sends packets in these tests: browsers do, in the story test. */
export const dtlsParameters = {
	role: 'client' as const,
	fingerprints: [{ algorithm: 'sha-256' as const, value: Array.from({ length: 32 }, () => 'AB').join(':') }],
}

const audio = { mimeType: 'audio/opus', clockRate: 48_000, channels: 2 }
const video = { mimeType: 'video/VP8', clockRate: 90_000 }
let made = 0

/** Parameters of one stream; no two have a mid or an SSRC in common. */
export function rtpParametersOf(kind: MediaKind): RtpParameters {
	made += 1
	const codec = kind === 'audio' ? { ...audio, payloadType: 111 } : { ...video, payloadType: 96 }
	return {
		mid: String(made),
		codecs: [codec],
		headerExtensions: [{ uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 1 }],
		encodings: [{ ssrc: 100_000 + made }],
		rtcp: { cname: `test-${made}` },
	}
}

export const canAll: RtpCapabilities = {
	codecs: [
		{ kind: 'audio', ...audio, preferredPayloadType: 111 },
		{ kind: 'video', ...video, preferredPayloadType: 96 },
	],
	headerExtensions: [
		{ kind: 'audio', uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', preferredId: 1 },
		{ kind: 'video', uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', preferredId: 1 },
	],
}

export const canAudio: RtpCapabilities = { codecs: canAll.codecs.filter(({ kind }) => kind === 'audio') }
