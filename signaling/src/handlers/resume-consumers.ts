import type { DataOf } from '@enshin/contracts/channel.ts'
import type { SignalingProtocol } from '@enshin/contracts/signaling.ts'
import { type Context, demandPeer } from '../context.ts'
import { readyConsumers } from '../media/consume.ts'

/** Ready to receive these. Those that ended meanwhile are passed over. */
export async function resumeConsumers(
	context: Context,
	{ consumerIds }: DataOf<SignalingProtocol, 'media.resumeConsumers'>,
): Promise<Record<string, never>> {
	const { call, peer } = demandPeer(context)
	await readyConsumers(call.media, peer.peerId, consumerIds)
	return {}
}
