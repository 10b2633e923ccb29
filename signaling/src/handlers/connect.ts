import type { DataOf } from '@enshin/contracts/channel.ts'
import type { SignalingProtocol } from '@enshin/contracts/signaling.ts'
import { type Context, demandPeer } from '../context.ts'

/** Hands the browser's DTLS parameters to the sfu, once a direction. */
export async function connect(
	context: Context,
	{ direction, dtlsParameters }: DataOf<SignalingProtocol, 'media.connect'>,
): Promise<Record<string, never>> {
	const { call, peer } = demandPeer(context)
	const { peerId } = call.media.demand(peer.peerId)
	await call.media.room.request('transport.connect', { peerId, direction, dtlsParameters })
	return {}
}
