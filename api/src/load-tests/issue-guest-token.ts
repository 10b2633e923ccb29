import type { JoinPermission } from '@enshin/contracts/api.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { loadTestPairs, sessions } from '@enshin/db/schema/index.ts'
import type { Scope } from '@enshin/db/scope.ts'
import { and, desc, eq } from 'drizzle-orm'
import { appendEntry } from '../access-log/append-entry.ts'
import { claimsOfCall } from '../calls/claims-of-call.ts'
import { findCall } from '../calls/find-call.ts'
import { peerIdOf } from '../calls/peer-id.ts'
import { findSfuNode, type Signaling, signalingFor } from '../calls/signaling.ts'
import type { Consent } from './find-consent.ts'

type Within = {
	scoped: (scope: Scope) => Db
	consent: Consent
	signaling: Signaling
	requestId: string
	address: string | null
}

/**
 * Lets one more guest into a call of the load test's own facility, the same participant under the same number. They are
 * nobody, and come with the patient's session: when that ends, they go with the patient. Calls of other facilities do not
 * exist here (`not_found`).
 */
export async function issueGuestToken(
	{ scoped, consent, signaling, requestId, address }: Within,
	callId: Id,
	guest: number,
): Promise<JoinPermission> {
	const { id: consentId, facilityId } = consent
	const db = scoped({ kind: 'service', facilityId })
	const call = await findCall(db, callId)
	const session = await findPatientSession(scoped({ kind: 'auth' }), facilityId, call.patientId)
	if (call.facilityId !== facilityId || session === null) throw new ProblemError('not_found')
	if (call.state === 'ended' || call.status !== 'booked') throw new ProblemError('call.ended')
	const { signalingUrl, node, sfuNode } = await db.transaction(async (tx) => {
		const place = { ...(await signalingFor(tx, callId, signaling)), sfuNode: await findSfuNode(tx, callId) }
		const detail = { requestId, address, consentId, callId, guest }
		await appendEntry(tx, {
			chainId: facilityId,
			actorId: null,
			action: 'call.join',
			subjects: [call.patientId],
			detail,
		})
		return place
	})
	const nobody = peerIdOf(callId, `load test guest ${guest}`)
	const { token, expiresAt } = await signaling.sign({
		...claimsOfCall(call),
		sub: nobody,
		locale: 'ja',
		session,
		node,
		peerId: nobody,
		role: 'guest',
		patientId: call.patientId,
		name: `負荷試験 同席 ${guest}`,
		sfuNode,
	})
	return { token, signalingUrl, expiresAt: expiresAt.toISOString() }
}

async function findPatientSession(auth: Db, facilityId: Id, patientId: Id): Promise<Id | null> {
	const [found] = await auth
		.select({ id: sessions.id })
		.from(sessions)
		.innerJoin(loadTestPairs, eq(loadTestPairs.patientAssignmentId, sessions.assignmentId))
		.where(and(eq(loadTestPairs.facilityId, facilityId), eq(loadTestPairs.patientId, patientId)))
		.orderBy(desc(sessions.id))
		.limit(1)
	return found?.id ?? null
}
