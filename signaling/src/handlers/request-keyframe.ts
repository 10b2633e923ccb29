import type { DataOf } from '@enshin/contracts/channel.ts'
import type { SignalingProtocol } from '@enshin/contracts/signaling.ts'
import { type Context, demandPeer } from '../context.ts'
import { demandConsumer } from '../media/consume.ts'

/** For a picture that stands still while packets flow. Before the call is live there is no picture to ask for. */
export async function requestKeyframe(
	context: Context,
	{ consumerId }: DataOf<SignalingProtocol, 'media.requestKeyframe'>,
): Promise<Record<string, never>> {
	const { call, peer } = demandPeer(context)
	const { peerId, isFlowing } = demandConsumer(call.media, peer.peerId, consumerId)
	if (isFlowing) await call.media.room.request('consumer.requestKeyframe', { peerId, consumerId })
	return {}
}
