import type { DataOf } from '@enshin/contracts/channel.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { SignalingProtocol } from '@enshin/contracts/signaling.ts'
import { type Context, demandPeer } from '../context.ts'
import { consumeMissing } from '../media/consume.ts'

/** What this browser can receive; from now on it is offered what the others send. Refused: another epoch than its own. */
export function setCapabilities(
	context: Context,
	{ epoch, rtpCapabilities }: DataOf<SignalingProtocol, 'media.setCapabilities'>,
): Record<string, never> {
	const { call, peer } = demandPeer(context)
	const media = call.media.demand(peer.peerId)
	if (media.offer.epoch !== epoch) throw new ProblemError('request.out_of_order')
	media.capabilities = rtpCapabilities
	media.undecodable.clear()
	context.connection.afterReply(() => void consumeMissing(call.media, media))
	return {}
}
