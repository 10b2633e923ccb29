import { ProblemError } from '@enshin/contracts/errors.ts'
import type { FactorKind, Id } from '@enshin/contracts/ids.ts'
import type { Enrolled } from '@enshin/contracts/sign-in.ts'
import type { Tx } from '@enshin/db/client.ts'
import type { Account } from '../accounts/account.ts'
import { finishSignIn } from '../accounts/finish-sign-in.ts'
import { hasExpired } from '../accounts/has-expired.ts'
import { mailAccount } from '../accounts/mail-account.ts'
import { noteAccount } from '../accounts/note-account.ts'
import { opened } from '../accounts/opened.ts'
import { rotateSession } from '../accounts/rotate-session.ts'
import { nextState } from '../accounts/session-state.ts'
import type { Work } from '../http/context.ts'
import { factorsChangedMail } from '../notifications/templates/factors-changed.ts'
import { readFactors } from './read-factors.ts'
import { replaceRecoveryCodes } from './recovery-codes.ts'

const factorsAtMost = 10

/** Before one more is begun. Throws `factor.too_many`. */
export async function refuseTooMany({ db }: Pick<Work, 'db'>, { credentialId }: Account): Promise<void> {
	if ((await readFactors(db, credentialId)).length >= factorsAtMost) throw new ProblemError('factor.too_many')
}

/** What every enrolment is done with. */
export type Enrolling = { work: Work; account: Account; webOrigin: string }

/**
 * What every enrolment ends with, in one transaction: `confirm` makes the factor count and returns its id; the session,
 * which has just proved the new factor, gets a new token and perhaps all its rights; and with the first factor come ten
 * recovery codes.
 */
export async function finishEnrolment(
	{ work, account, webOrigin }: Enrolling,
	kind: FactorKind,
	confirm: (tx: Tx) => Promise<Id>,
): Promise<Enrolled> {
	const { actor, vault } = work
	return await work.db.transaction(async (tx) => {
		const first = (await readFactors(tx, account.credentialId)).length === 0
		const factorId = await confirm(tx)
		const recoveryCodes = first ? await replaceRecoveryCodes(tx, account.credentialId) : null
		const proved = { withFactor: true, hasFactor: true, factorRequired: account.factorRequired }
		const signsIn = actor.sessionState !== 'full'
		const state = signsIn ? nextState({ ...proved, passwordExpired: hasExpired(account) }) : 'full'
		const rotated = await rotateSession(tx, actor, { state, proved: kind })
		const url = `${webOrigin}/account/security`
		await mailAccount(tx, vault, account, (locale) =>
			factorsChangedMail(locale, { at: new Date(), change: 'added', kind, url }),
		)
		const session = await opened({ db: tx, vault }, actor, rotated, state)
		if (signsIn && state === 'full') await finishSignIn(tx, { ...work, webOrigin, sessionId: actor.sessionId }, account)
		await noteAccount(tx, work, 'factor.enrol', { factor: kind, factorId })
		return { session, recoveryCodes }
	})
}
