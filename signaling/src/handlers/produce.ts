import type { DataOf } from '@enshin/contracts/channel.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { SignalingProtocol } from '@enshin/contracts/signaling.ts'
import { type Context, demandPeer } from '../context.ts'
import { produce as openProducer } from '../media/produce.ts'

/**
 * Sends a camera, microphone or screen, from the ring on: nobody is watched in the waiting room. Refused before it with
 * `call.not_called` for the guest and `call.wrong_state` for the host.
 */
export async function produce(
	context: Context,
	input: DataOf<SignalingProtocol, 'media.produce'>,
): Promise<{ producerId: string }> {
	const { call, peer } = demandPeer(context)
	if (call.facts.state === 'waiting') {
		throw new ProblemError(peer.role === 'guest' ? 'call.not_called' : 'call.wrong_state')
	}
	return { producerId: await openProducer(call.media, peer.peerId, input) }
}
