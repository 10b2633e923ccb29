import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Joined, MediaOffer } from '@enshin/contracts/signaling.ts'
import type { Call } from '../call/call.ts'
import type { Context } from '../context.ts'
import type { Peer } from '../peer.ts'

/** The call as it is at this moment, for one who enters or comes back. */
export function joinedReply(
	{ connection, services }: Context,
	{ call, peer, secret, media }: { call: Call; peer: Peer; secret: string; media: MediaOffer | null },
): Joined {
	// Its media took a moment, in which the call may have ended or another socket taken its place.
	if (call.isEnded) throw new ProblemError('call.ended')
	if (peer.link !== connection) throw new ProblemError('request.out_of_order')
	peer.isEntering = false
	peer.toldQueue = services.calls.queueOf(call, peer)
	const others = [...call.peers.values()].filter((other) => other !== peer)
	return {
		self: call.infoOf(peer),
		call: call.snapshot(),
		peers: others.map((other) => call.infoOf(other)),
		chat: call.chat.messages,
		queue: peer.toldQueue,
		media,
		session: { sessionId: peer.session.sessionId, secret, graceMs: services.timings.graceMs },
	}
}
