import { may } from '@enshin/contracts/access.ts'
import type { JoinPermission } from '@enshin/contracts/api.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Db } from '@enshin/db/client.ts'
import { people } from '@enshin/db/schema/index.ts'
import { eq } from 'drizzle-orm'
import type { Actor } from '../http/context.ts'
import { callRoleOf, findCall } from './find-call.ts'
import { peerIdOf } from './peer-id.ts'
import { findSfuNode, type Signaling, signalingUrlFor } from './signaling.ts'

/**
 * Lets the actor into one call, if it is theirs. To others it does not exist, and one that is over is over for everybody.
 */
export async function issueJoinToken(
	db: Db,
	actor: Actor,
	callId: string,
	signaling: Signaling,
): Promise<JoinPermission> {
	const call = await findCall(db, callId)
	const role = callRoleOf(actor, call)
	if (!role) throw new ProblemError('not_found')
	if (!may(actor.role, role === 'host' ? 'call.host' : 'call.attend')) throw new ProblemError('auth.forbidden')
	if (call.state === 'ended' || call.status !== 'booked') throw new ProblemError('call.ended')
	const signalingUrl = await signalingUrlFor(db, callId, signaling)
	const { token, expiresAt } = await signaling.sign({
		scope: 'call',
		sub: actor.personId,
		locale: actor.locale,
		facilityId: call.facilityId,
		callId,
		peerId: peerIdOf(callId, actor.personId),
		role,
		name: await readName(db, actor.personId),
		kind: call.kind,
		practitionerId: call.practitionerId,
		startsAt: call.during.startsAt.toISOString(),
		recorded: { state: call.state, liveSince: call.liveSince?.toISOString() ?? null },
		sfuNode: await findSfuNode(db, callId),
	})
	return { token, signalingUrl, expiresAt: expiresAt.toISOString() }
}

async function readName(db: Db, personId: string): Promise<string> {
	const [person] = await db.select({ name: people.name }).from(people).where(eq(people.id, personId))
	if (!person) throw new ProblemError('auth.required')
	return person.name
}
