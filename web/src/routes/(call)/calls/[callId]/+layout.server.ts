import { may } from '@enshin/contracts/access.ts'
import type { CallRole } from '@enshin/contracts/call.ts'
import { makeProblem } from '@enshin/contracts/errors.ts'
import { load as ask, fail } from '#lib/api/load.ts'

/** The appointment a call belongs to, and which side of it the reader is on. Whether it is theirs the api decides. */
export async function load({ locals, params, parent }) {
	const { me } = await parent()
	const role: CallRole | null = may(me.role, 'call.attend') ? 'guest' : may(me.role, 'call.host') ? 'host' : null
	if (!role) fail(makeProblem('auth.forbidden', locals.locale))
	const appointment = await ask(locals, (api) =>
		api.calls[':callId'].appointment.$get({ param: { callId: params.callId } }),
	)
	return { role, appointment }
}
