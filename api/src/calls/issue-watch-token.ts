import type { JoinPermission } from '@enshin/contracts/api.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Db } from '@enshin/db/client.ts'
import type { Actor } from '../http/context.ts'
import { type Signaling, signalingForWatch } from './signaling.ts'

/** Lets one of a facility's people watch who waits and who is in a call there. */
export async function issueWatchToken(db: Db, actor: Actor, signaling: Signaling): Promise<JoinPermission> {
	if (actor.facilityId === null) throw new ProblemError('auth.forbidden')
	const { signalingUrl, node } = await signalingForWatch(db, signaling)
	const { token, expiresAt } = await signaling.sign({
		scope: 'watch',
		sub: actor.personId,
		locale: actor.locale,
		facilityId: actor.facilityId,
		session: actor.sessionId,
		node,
	})
	return { token, signalingUrl, expiresAt: expiresAt.toISOString() }
}
