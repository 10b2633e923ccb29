import type { TransportOptions } from '@enshin/contracts/media.ts'
import { extractDtlsParameters } from 'mediasoup-client/handlers/sdp/commonUtils'
import { RemoteSdp } from 'mediasoup-client/handlers/sdp/RemoteSdp'
import * as ortc from 'mediasoup-client/ortc'
import type * as mediasoup from 'mediasoup-client/types'
import datachannel from 'node-datachannel'
import * as sdp from 'sdp-transform'
import type { SrtpPipe } from './srtp-pipe.ts'

/**
 * SDP between libdatachannel, which speaks nothing else, and mediasoup, which never sees any: mediasoup-client's own parts
 * write the server's side. One audio line is all there is in it, and every stream goes through it: packets are told apart
 * by their SSRC, on both sides. So nothing is negotiated again when streams come and go.
 */
type Negotiated = { fingerprints: mediasoup.DtlsFingerprint[] }
const mid = '0'

/** Offers to send. The answer is not to be used before the server knows the fingerprints. */
export async function answerSending(
	pipe: SrtpPipe,
	transport: TransportOptions,
	extended: mediasoup.ExtendedRtpCapabilities,
): Promise<Negotiated & { answer: string }> {
	const line = new datachannel.Audio(mid, 'SendOnly')
	const offerRtpParameters = ortc.getSendingRtpParameters('audio', extended)
	line.addOpusCodec(offerRtpParameters.codecs[0]?.payloadType ?? 111)
	const offer = sdp.parse(await pipe.offer([line]))
	const [offerMediaObject] = offer.media
	if (!offerMediaObject) throw new Error('libdatachannel offered nothing')
	const remote = new RemoteSdp(parametersOf(transport))
	remote.updateDtlsRole('server')
	const answerRtpParameters = ortc.getSendingRemoteRtpParameters('audio', extended)
	remote.send({ offerMediaObject, offerRtpParameters, answerRtpParameters })
	return { fingerprints: extractDtlsParameters({ sdpObject: offer }).fingerprints, answer: remote.getSdp() }
}

/** Answers the server's offer, which it never made. The candidates begin it all, once the server knows the fingerprints. */
export async function offerReceiving(
	pipe: SrtpPipe,
	transport: TransportOptions,
	extended: mediasoup.ExtendedRtpCapabilities,
): Promise<Negotiated & { candidates: { candidate: string; mid: string }[] }> {
	const { iceCandidates, ...parameters } = parametersOf(transport)
	const remote = new RemoteSdp(parameters)
	const offerRtpParameters = { ...ortc.getSendingRtpParameters('audio', extended), encodings: [{ ssrc: 1 }] }
	remote.receive({ mid, kind: 'audio', offerRtpParameters, streamId: '-', trackId: '-' })
	const answer = sdp.parse(await pipe.answer(remote.getSdp()))
	return {
		fingerprints: extractDtlsParameters({ sdpObject: answer }).fingerprints,
		candidates: iceCandidates
			.filter(({ protocol }) => protocol === 'udp')
			.map(({ foundation, priority, address, port }) => {
				return { candidate: `candidate:${foundation} 1 UDP ${priority} ${address} ${port} typ host`, mid }
			}),
	}
}

/** A copy, for RemoteSdp writes into what it is given. */
function parametersOf(transport: TransportOptions) {
	const { iceParameters, iceCandidates, dtlsParameters } = structuredClone(
		transport,
	) as unknown as mediasoup.TransportOptions
	return { iceParameters, iceCandidates, dtlsParameters }
}
