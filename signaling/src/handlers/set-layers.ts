import type { DataOf } from '@enshin/contracts/channel.ts'
import type { SignalingProtocol } from '@enshin/contracts/signaling.ts'
import { type Context, demandPeer } from '../context.ts'
import { demandConsumer } from '../media/consume.ts'

/** Which layer of a simulcast or SVC stream to receive at most. */
export async function setLayers(
	context: Context,
	{ consumerId, layers }: DataOf<SignalingProtocol, 'media.setLayers'>,
): Promise<Record<string, never>> {
	const { call, peer } = demandPeer(context)
	const { peerId } = demandConsumer(call.media, peer.peerId, consumerId)
	await call.media.room.request('consumer.setLayers', { peerId, consumerId, layers })
	return {}
}
