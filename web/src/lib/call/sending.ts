import type { ProducerCodecOptions, ProducerOptions, RtpCapabilities, RtpCodecCapability } from 'mediasoup-client/types'

/** VP9 held 1080p where the others had fallen to 720p or 540p (performance.md); H264 is what every device has. */
const videoOrder = ['video/vp9', 'video/vp8', 'video/h264']

/** The best video codec both this browser and the router know; undefined leaves the choice to mediasoup. */
export function chooseVideoCodec({ codecs = [] }: RtpCapabilities): RtpCodecCapability | undefined {
	for (const wanted of videoOrder) {
		const found = codecs.find(({ mimeType }) => mimeType.toLowerCase() === wanted)
		if (found) return found
	}
	return undefined
}

/** A face at 720p; two people, so one stream, and layers in time only. */
const cameraMaxBitrate = 1_500_000

/**
 * How much smaller a picture is sent while it rings, when nobody is shown it: the keyframe that 入る asks for is then a
 * quarter as much to encode, to send and to decode, and the first picture is there the sooner. It costs a face that is
 * less sharp for a moment, and saves the sender's processor while it rings.
 */
const unseenScale = 2
/** After the call has begun, for as long as the first keyframe may be on its way. */
const fullSizeAfterMs = 800

/** Sends the whole picture from now on, in a moment. Tried again, for a setting made beside it voids this one. */
export function showWhole(sender: RTCRtpSender | undefined, tries = 3): void {
	setTimeout(() => {
		const parameters = sender?.getParameters()
		if (!sender || tries === 0 || !parameters?.encodings?.length) return
		for (const encoding of parameters.encodings) encoding.scaleResolutionDownBy = 1
		sender.setParameters(parameters).catch(() => showWhole(sender, tries - 1))
	}, fullSizeAfterMs)
}

export function cameraOptions(
	capabilities: RtpCapabilities,
	{ unseen }: { unseen: boolean },
): Pick<ProducerOptions, 'codec' | 'encodings' | 'codecOptions'> {
	const codec = chooseVideoCodec(capabilities)
	const layered = codec?.mimeType.toLowerCase() === 'video/vp9'
	return {
		codec,
		encodings: [
			{
				maxBitrate: cameraMaxBitrate,
				maxFramerate: 30,
				...(layered && { scalabilityMode: 'L1T3' }),
				...(unseen && { scaleResolutionDownBy: unseenScale }),
			},
		],
		// Low, for a line of 500 kbit/s overflows with more; by the time somebody sees it, ringing has raised the estimate.
		codecOptions: { videoGoogleStartBitrate: 300 },
	}
}

/** Speech: mono, 40 kbit/s, lost packets asked for again and guarded in band; no DTX, which would cut a stethoscope. */
export const microphoneCodecOptions: ProducerCodecOptions = {
	opusStereo: false,
	opusNack: true,
	opusFec: true,
	opusDtx: false,
	opusMaxAverageBitrate: 40_000,
}

/**
 * On a poor line a face gives way in size and in frames together: holding the size decoded nothing at 350 kbit/s.
 * A browser that does not know the setting keeps its own.
 */
export async function preferBalance(sender: RTCRtpSender | undefined): Promise<void> {
	const parameters: RTCRtpSendParameters & { degradationPreference?: string } = sender?.getParameters() ?? ({} as never)
	if (!sender || !parameters.encodings?.length) return
	parameters.degradationPreference = 'balanced'
	await sender.setParameters(parameters).catch(() => {})
}
