import type { RtpCapabilities, RtpCodecCapability } from 'mediasoup-client/types'

const nacks = [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }, { type: 'ccm', parameter: 'fir' }]

/** What Chromium says of itself, as far as the server acts on it, with the feedback that is wanted of it. */
function codecs(feedback: {
	audio: { type: string; parameter?: string }[]
	video: typeof nacks
}): RtpCodecCapability[] {
	const video = (mimeType: `video/${string}`, preferredPayloadType: number, parameters = {}): RtpCodecCapability[] => [
		{ kind: 'video', mimeType, preferredPayloadType, clockRate: 90_000, parameters, rtcpFeedback: feedback.video },
		{
			kind: 'video',
			mimeType: 'video/rtx',
			preferredPayloadType: preferredPayloadType + 1,
			clockRate: 90_000,
			parameters: { apt: preferredPayloadType },
			rtcpFeedback: [],
		},
	]
	return [
		{
			kind: 'audio',
			mimeType: 'audio/opus',
			preferredPayloadType: 111,
			clockRate: 48_000,
			channels: 2,
			parameters: { minptime: 10, useinbandfec: 1 },
			rtcpFeedback: feedback.audio,
		},
		...video('video/VP8', 96),
		...video('video/VP9', 98, { 'profile-id': 0 }),
	]
}

/**
 * Receiving, it announces NACK and RTX as browsers do, so that the server keeps packets for sending again; it never asks
 * for one, for what got lost is to be counted.
 */
export const receiving: RtpCapabilities = {
	codecs: codecs({ audio: [{ type: 'nack' }], video: nacks }),
	headerExtensions: [],
}

/** Sending, it can give keyframes and nothing again: a packet lost on its way to the server stays lost, and is counted. */
export const sending: RtpCapabilities = {
	codecs: codecs({ audio: [], video: nacks.filter(({ parameter }) => parameter !== undefined) }),
	headerExtensions: [],
}
