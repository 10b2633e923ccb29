import type { DataOf, ReplyOf } from '@enshin/contracts/channel.ts'
import type { SignalingProtocol } from '@enshin/contracts/signaling.ts'
import { admitting } from '../admit.ts'
import type { Context } from '../context.ts'

/** The presence of one facility's calls, that of the token and no other. Refused: `join_token.*`. */
export function watch(
	context: Context,
	{ token }: DataOf<SignalingProtocol, 'watch'>,
): Promise<ReplyOf<SignalingProtocol, 'watch'>> {
	return admitting(context, async (admit) => {
		const { facilityId, locale } = await context.services.tokens.forWatch(token)
		context.locale = locale
		admit({ as: 'watcher', facilityId })
		return { calls: context.services.presence.watch(facilityId, context.connection) }
	})
}
