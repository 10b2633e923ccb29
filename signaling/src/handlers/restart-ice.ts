import type { DataOf } from '@enshin/contracts/channel.ts'
import type { SignalingProtocol } from '@enshin/contracts/signaling.ts'
import { type Context, demandPeer } from '../context.ts'

/** New ICE credentials, for a browser whose network has changed. */
export async function restartIce(
	context: Context,
	{ direction }: DataOf<SignalingProtocol, 'media.restartIce'>,
): Promise<{ iceParameters: Record<string, unknown> }> {
	const { call, peer } = demandPeer(context)
	const { peerId } = call.media.demand(peer.peerId)
	return await call.media.room.request('transport.restartIce', { peerId, direction })
}
