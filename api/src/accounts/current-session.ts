import { ProblemError } from '@enshin/contracts/errors.ts'
import type { CurrentSession } from '@enshin/contracts/sign-in.ts'
import { sessions } from '@enshin/db/schema/index.ts'
import { eq } from 'drizzle-orm'
import { listFactors } from '../factors/list-factors.ts'
import { findPendingReset } from '../factors/pending-reset.ts'
import type { Work } from '../http/context.ts'
import { accountOf } from './account.ts'
import { readMe } from './read-me.ts'
import { freshMs } from './session-lifetime.ts'

/**
 * What a page needs to know of the session it is drawn for, whatever the session may do. `work` is in scope `auth`, `own` in
 * the person's.
 */
export async function currentSession(work: Work, own: Work): Promise<CurrentSession> {
	const { db, vault, actor } = work
	const account = await accountOf(db, actor)
	const [row] = await db
		.select({ expiresAt: sessions.expiresAt })
		.from(sessions)
		.where(eq(sessions.id, actor.sessionId))
	if (!row) throw new ProblemError('auth.required')
	const asks = actor.sessionState === 'second_factor'
	// The most requests are of full sessions, which have no use for the list.
	const ways = asks || actor.locked ? await listFactors(work, account) : { factors: [], recoveryCodesLeft: 0 }
	const pending = asks ? await findPendingReset(own.db, actor.assignmentId) : undefined
	return {
		state: actor.sessionState,
		locked: actor.locked,
		fresh: Date.now() - actor.authenticatedAt.getTime() <= freshMs,
		expiresAt: row.expiresAt.toISOString(),
		idleLockMinutes: account.idleLockMinutes,
		me: actor.sessionState === 'full' ? await readMe({ db, vault, actor }) : null,
		factors: ways.factors,
		recoveryCodesLeft: ways.recoveryCodesLeft,
		factorRequired: account.factorRequired,
		resetWaits: pending?.personDecides ?? false,
	}
}
