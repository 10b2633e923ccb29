import type { DataOf, ReplyOf } from '@enshin/contracts/channel.ts'
import type { SignalingProtocol } from '@enshin/contracts/signaling.ts'
import { holderOf } from '../access/holder.ts'
import { admitting } from '../admit.ts'
import { joinCall } from '../call/join.ts'
import type { Context } from '../context.ts'
import { joinedReply } from './joined-reply.ts'

/** Into a call with a token of the api. Refused: `join_token.*`, `auth.forbidden`, `call.ended`. */
export function join(
	context: Context,
	{ token }: DataOf<SignalingProtocol, 'join'>,
): Promise<ReplyOf<SignalingProtocol, 'join'>> {
	return admitting(context, async (admit) => {
		const { calls, tokens, turnstile, endedAccess } = context.services
		const claims = await tokens.forCall(token)
		context.locale = claims.locale
		return await turnstile.turn(async () => {
			endedAccess.demandNone(holderOf(claims))
			const call = calls.open(claims)
			// From here to the end of `joinCall` nothing waits, so the socket cannot close in between.
			admit({ as: 'pending' })
			const { peer, secret } = joinCall(call, claims, context.connection)
			admit({ as: 'peer', call, peer })
			calls.remember(call, peer)
			const media = await call.media.admit(peer.peerId, { anew: false })
			return joinedReply(context, { call, peer, secret, media })
		})
	})
}
