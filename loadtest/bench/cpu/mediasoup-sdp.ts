import type { ConsumerOptions, DtlsParameters, RtpParameters, TransportOptions } from '@enshin/contracts/media.ts'
import { extensionIds, payloadTypes, type StreamKind } from './packets.ts'
import type { Outgoing } from './peers.ts'

type Candidate = { foundation: string; priority: number; ip: string; port: number; protocol: string; type: string }
type Codec = { payloadType: number; mimeType: string; clockRate: number; channels?: number }
type Received = { codecs: Codec[]; encodings: { ssrc: number }[]; mid?: string }

/** mediasoup has no SDP: what a browser's library does there, in as many lines as node-datachannel needs. */
function head({ iceParameters, iceCandidates, dtlsParameters }: TransportOptions, setup: 'passive' | 'actpass') {
	const fingerprints = dtlsParameters.fingerprints as DtlsParameters['fingerprints']
	const fingerprint = fingerprints.find(({ algorithm }) => algorithm === 'sha-256')
	const candidates = (iceCandidates as Candidate[])
		.filter(({ protocol }) => protocol === 'udp')
		.map(({ foundation, priority, ip, port }) => `a=candidate:${foundation} 1 UDP ${priority} ${ip} ${port} typ host`)
	return {
		session: ['v=0', 'o=- 1 1 IN IP4 0.0.0.0', 's=-', 't=0 0', 'a=ice-lite'],
		media: [
			'c=IN IP4 0.0.0.0',
			`a=ice-ufrag:${iceParameters.usernameFragment}`,
			`a=ice-pwd:${iceParameters.password}`,
			`a=fingerprint:sha-256 ${fingerprint?.value}`,
			`a=setup:${setup}`,
			'a=rtcp-mux',
			...candidates,
			'a=end-of-candidates',
		],
	}
}

const join = (lines: string[]) => `${lines.join('\r\n')}\r\n`

/** The answer of a transport that takes in what `outgoing` offers. */
export function answerTo(outgoing: Outgoing[], transport: TransportOptions): string {
	const { session, media } = head(transport, 'passive')
	const sections = outgoing.flatMap(({ kind, mid }) => [
		`m=${kind} 7 UDP/TLS/RTP/SAVPF ${payloadTypes[kind]}`,
		...media,
		`a=mid:${mid}`,
		'a=recvonly',
		kind === 'audio' ? `a=rtpmap:${payloadTypes.audio} opus/48000/2` : `a=rtpmap:${payloadTypes.video} VP8/90000`,
	])
	return join([...session, `a=group:BUNDLE ${outgoing.map(({ mid }) => mid).join(' ')}`, ...sections])
}

/** The offer of a transport that sends these consumers. */
export function offerOf(consumers: ConsumerOptions[], transport: TransportOptions): string {
	const { session, media } = head(transport, 'actpass')
	const sections = consumers.flatMap(({ id, kind, rtpParameters }, index) => {
		const { codecs, encodings } = rtpParameters as unknown as Received
		const [codec] = codecs
		if (!codec) throw new Error('A consumer without a codec')
		const name = `${codec.mimeType.split('/')[1]}/${codec.clockRate}${codec.channels ? `/${codec.channels}` : ''}`
		return [
			`m=${kind} 7 UDP/TLS/RTP/SAVPF ${codec.payloadType}`,
			...media,
			`a=mid:${index}`,
			'a=sendonly',
			`a=rtpmap:${codec.payloadType} ${name}`,
			`a=ssrc:${encodings[0]?.ssrc} cname:${id}`,
		]
	})
	return join([...session, `a=group:BUNDLE ${consumers.map((_, index) => index).join(' ')}`, ...sections])
}

/** A node-datachannel description's certificate, for a transport that is DTLS server. */
export function dtlsOf(description: string): DtlsParameters {
	const value = /a=fingerprint:sha-256 (\S+)/i.exec(description)?.[1]
	if (!value) throw new Error('A description without a fingerprint')
	return { role: 'client', fingerprints: [{ algorithm: 'sha-256', value }] }
}

const extensions = {
	mid: 'urn:ietf:params:rtp-hdrext:sdes:mid',
	sendTime: 'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
	transportCc: 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
	audioLevel: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level',
} as const

function extensionsOf(kind: StreamKind) {
	const names = Object.keys(extensions) as (keyof typeof extensions)[]
	const wanted = names.filter((name) => kind === 'audio' || name !== 'audioLevel')
	return wanted.map((name) => ({ uri: extensions[name], id: extensionIds[name] }))
}

/** The same for a description: the header extensions that the packets of a stream have. */
export function extensionLines(kind: StreamKind): string {
	return extensionsOf(kind)
		.map(({ uri, id }) => `a=extmap:${id} ${uri}\r\n`)
		.join('')
}

/** A stream's parameters as Chromium would send them: feedback, RTX for video, and the header extensions. */
export function parametersOf({ kind, mid, ssrc }: Outgoing): RtpParameters {
	const headerExtensions = extensionsOf(kind)
	const rtcp = { cname: `cname-${ssrc}`, reducedSize: true }
	if (kind === 'audio') {
		const opus = { mimeType: 'audio/opus', payloadType: payloadTypes.audio, clockRate: 48_000, channels: 2 }
		const codec = { ...opus, parameters: { minptime: 10, useinbandfec: 1 }, rtcpFeedback: [{ type: 'transport-cc' }] }
		return { mid, codecs: [codec], headerExtensions, encodings: [{ ssrc }], rtcp }
	}
	const rtcpFeedback = [
		...['goog-remb', 'transport-cc', 'nack'].map((type) => ({ type })),
		{ type: 'ccm', parameter: 'fir' },
		{ type: 'nack', parameter: 'pli' },
	]
	const vp8 = {
		mimeType: 'video/VP8',
		payloadType: payloadTypes.video,
		clockRate: 90_000,
		parameters: {},
		rtcpFeedback,
	}
	const parameters = { apt: payloadTypes.video }
	const rtx = { mimeType: 'video/rtx', payloadType: payloadTypes.rtx, clockRate: 90_000, parameters, rtcpFeedback: [] }
	return { mid, codecs: [vp8, rtx], headerExtensions, encodings: [{ ssrc, rtx: { ssrc: ssrc + 1 } }], rtcp }
}
