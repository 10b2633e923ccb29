import { ProblemError } from '@enshin/contracts/errors.ts'
import type { OpenedSession } from '@enshin/contracts/sign-in.ts'
import { finishSignIn } from '../accounts/finish-sign-in.ts'
import { hasExpired } from '../accounts/has-expired.ts'
import { noteAccount } from '../accounts/note-account.ts'
import { opened } from '../accounts/opened.ts'
import { rotateSession } from '../accounts/rotate-session.ts'
import { nextState } from '../accounts/session-state.ts'
import type { Work } from '../http/context.ts'
import { applyReset } from './apply-reset.ts'
import { closeReset } from './decide-reset.ts'
import { findPendingReset } from './pending-reset.ts'

/**
 * Somebody whose facility has one admin alone says that they asked for the reset: with their password, given a moment
 * ago, and the admin's word, given before. Their session goes on to enrol. Throws `not_found` where a second admin is there
 * to decide. In the person's own scope.
 */
export async function confirmOwnReset(work: Work, webOrigin: string): Promise<OpenedSession> {
	const { actor, vault } = work
	const { facilityId } = actor
	if (facilityId === null) throw new ProblemError('not_found')
	return await work.db.transaction(async (tx) => {
		const pending = await findPendingReset(tx, actor.assignmentId)
		if (!pending?.personDecides) throw new ProblemError('not_found')
		await closeReset(tx, pending.id, actor.actingId, 'approved')
		const whose = { personId: actor.actingId, facilityId, webOrigin, exceptSession: actor.sessionId }
		const account = await applyReset(tx, vault, whose)
		const { factorRequired } = account
		const passwordExpired = hasExpired(account)
		const state = nextState({ withFactor: false, hasFactor: false, factorRequired, passwordExpired })
		const rotated = await rotateSession(tx, actor, { state })
		const answer = await opened({ db: tx, vault }, actor, rotated, state)
		if (state === 'full') await finishSignIn(tx, { ...work, webOrigin, sessionId: actor.sessionId }, account)
		await noteAccount(tx, work, 'factor.reset', { approvalId: pending.id, requestedBy: pending.requestedBy })
		return answer
	})
}
