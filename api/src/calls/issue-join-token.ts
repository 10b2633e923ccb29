import { may } from '@enshin/contracts/access.ts'
import type { JoinPermission } from '@enshin/contracts/api.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import { people } from '@enshin/db/schema/index.ts'
import { inArray } from 'drizzle-orm'
import { type Access, accessing } from '../access-log/accessing.ts'
import type { Work } from '../http/context.ts'
import { person } from '../sealed/open-cells.ts'
import { openName } from '../sealed/open-person.ts'
import { claimsOfCall } from './claims-of-call.ts'
import { callRoleOf, findCall } from './find-call.ts'
import { peerIdOf } from './peer-id.ts'
import { findSfuNode, type Signaling, signalingFor } from './signaling.ts'

/**
 * Lets the actor into one call, if it is theirs. To others it does not exist, and one that is over is over for everybody.
 */
export async function issueJoinToken(work: Work, callId: string, signaling: Signaling): Promise<JoinPermission> {
	const { db, actor } = work
	const call = await findCall(db, callId)
	const role = callRoleOf(actor, call)
	if (!role) throw new ProblemError('not_found')
	if (!may(actor.role, role === 'host' ? 'call.host' : 'call.attend')) throw new ProblemError('auth.forbidden')
	if (call.state === 'ended' || call.status !== 'booked') throw new ProblemError('call.ended')
	const { signalingUrl, node, name, sfuNode } = await accessing(work, 'call.join', async (access) => {
		access.touch(call.patientId)
		access.inLogOf(call.facilityId)
		access.detail.callId = callId
		return {
			...(await signalingFor(access.db, callId, signaling)),
			name: await readName(access),
			sfuNode: await findSfuNode(access.db, callId),
		}
	})
	const { token, expiresAt } = await signaling.sign({
		...claimsOfCall(call),
		sub: actor.actingId,
		locale: actor.locale,
		session: actor.sessionId,
		node,
		peerId: peerIdOf(callId, actor.personId),
		role,
		...(role === 'guest' && { patientId: call.patientId }),
		name,
		sfuNode,
	})
	return { token, signalingUrl, expiresAt: expiresAt.toISOString() }
}

/** What the other side reads: acting for somebody (代理) it tells both, `髙橋 花子(代理 髙橋 一郎)`. */
async function readName({ db, vault, actor: { personId, actingId } }: Access): Promise<string> {
	const { id, identity } = people
	const ids = [personId, actingId]
	const rows = await db.select({ id, identity }).from(people).where(inArray(id, ids))
	const keys = await vault.keys(db, ids.map(person))
	const [patient, acting] = ids.map((wanted) => {
		const found = rows.find((row) => row.id === wanted)
		if (!found) throw new ProblemError('auth.required')
		return openName(keys, wanted, found.identity).name
	})
	return personId === actingId ? `${patient}` : `${patient}(代理 ${acting})`
}
