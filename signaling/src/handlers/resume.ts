import type { DataOf, ReplyOf } from '@enshin/contracts/channel.ts'
import type { SignalingProtocol } from '@enshin/contracts/signaling.ts'
import { admitting } from '../admit.ts'
import { resumeCall } from '../call/resume.ts'
import type { Context } from '../context.ts'
import { retellConsumers } from '../media/consume.ts'
import { joinedReply } from './joined-reply.ts'

type Reply = ReplyOf<SignalingProtocol, 'resume'>

/**
 * Back into a call after a lost socket, with the session of the join; the participant and its media are those of before.
 * After the reply come the consumers as they are now (`media.consumersOpened` for all that exist, the browser ignores
 * those it knows; whether each is paused; `media.consumerClosed` for those that ended). A browser that holds another
 * epoch than this process gets fresh transports instead, in the reply or with `media.lost` and a later `media.offered`.
 */
export function resume(
	context: Context,
	{ sessionId, secret, mediaEpoch }: DataOf<SignalingProtocol, 'resume'>,
): Promise<Reply> {
	const { connection, services } = context
	const work: Parameters<typeof admitting<Reply>>[1] = async (admit) => {
		const { call, peer } = services.calls.demandSession(sessionId, secret)
		context.locale = peer.locale
		admit({ as: 'peer', call, peer })
		resumeCall(call, peer, connection)
		const stands = mediaEpoch > 0 && call.media.peers.get(peer.peerId)?.offer?.epoch === mediaEpoch
		const media = stands ? null : await call.media.admit(peer.peerId, { anew: true })
		const reply = joinedReply(context, { call, peer, secret, media })
		connection.afterReply(() => {
			if (!stands && !media && mediaEpoch > 0) connection.emit('media.lost', { epoch: mediaEpoch })
			if (stands) retellConsumers(call.media, peer.peerId, peer.closedConsumers)
		})
		return reply
	}
	return admitting(context, (admit) => services.turnstile.turn(() => work(admit)))
}
