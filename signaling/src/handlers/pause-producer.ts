import type { DataOf } from '@enshin/contracts/channel.ts'
import type { SignalingProtocol } from '@enshin/contracts/signaling.ts'
import { type Context, demandPeer } from '../context.ts'
import { setProducerPaused } from '../media/produce.ts'

/** Mutes, or switches the camera off; everybody else is told. */
export async function pauseProducer(
	context: Context,
	{ producerId }: DataOf<SignalingProtocol, 'media.pauseProducer'>,
): Promise<Record<string, never>> {
	const { call, peer } = demandPeer(context)
	await setProducerPaused(call.media, peer.peerId, producerId, true)
	return {}
}
