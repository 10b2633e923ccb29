import type { DataOf, ReplyOf } from '@enshin/contracts/channel.ts'
import type { SignalingProtocol } from '@enshin/contracts/signaling.ts'
import { holderOf } from '../access/holder.ts'
import { admitting } from '../admit.ts'
import type { Context } from '../context.ts'

/** The presence of one facility's calls, that of the token and no other. Refused: `join_token.*`, `auth.forbidden`. */
export function watch(
	context: Context,
	{ token }: DataOf<SignalingProtocol, 'watch'>,
): Promise<ReplyOf<SignalingProtocol, 'watch'>> {
	return admitting(context, async (admit) => {
		const { tokens, endedAccess, presence } = context.services
		const claims = await tokens.forWatch(token)
		context.locale = claims.locale
		const watcher = holderOf(claims)
		endedAccess.demandNone(watcher)
		admit({ as: 'watcher', facilityId: claims.facilityId })
		return { calls: presence.watch(watcher, context.connection) }
	})
}
