import type { DataOf } from '@enshin/contracts/channel.ts'
import type { SignalingProtocol } from '@enshin/contracts/signaling.ts'
import { type Context, demandPeer } from '../context.ts'
import { closeOwnProducer } from '../media/produce.ts'

/** Sends this stream no more. Refused with `media.unknown` when it is gone already. */
export async function closeProducer(
	context: Context,
	{ producerId }: DataOf<SignalingProtocol, 'media.closeProducer'>,
): Promise<Record<string, never>> {
	const { call, peer } = demandPeer(context)
	await closeOwnProducer(call.media, peer.peerId, producerId)
	return {}
}
