import type { DataOf } from '@enshin/contracts/channel.ts'
import type { SignalingProtocol } from '@enshin/contracts/signaling.ts'
import { type Context, demandPeer } from '../context.ts'
import { setProducerPaused } from '../media/produce.ts'

/** The other way of `media.pauseProducer`. */
export async function resumeProducer(
	context: Context,
	{ producerId }: DataOf<SignalingProtocol, 'media.resumeProducer'>,
): Promise<Record<string, never>> {
	const { call, peer } = demandPeer(context)
	await setProducerPaused(call.media, peer.peerId, producerId, false)
	return {}
}
