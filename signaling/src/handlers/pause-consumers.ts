import type { DataOf } from '@enshin/contracts/channel.ts'
import type { SignalingProtocol } from '@enshin/contracts/signaling.ts'
import { type Context, demandPeer } from '../context.ts'
import { pauseConsumers as pause } from '../media/consume.ts'

/** Does not want these for now, such as while the page is hidden. */
export async function pauseConsumers(
	context: Context,
	{ consumerIds }: DataOf<SignalingProtocol, 'media.pauseConsumers'>,
): Promise<Record<string, never>> {
	const { call, peer } = demandPeer(context)
	await pause(call.media, peer.peerId, consumerIds)
	return {}
}
