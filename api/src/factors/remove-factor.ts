import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import { credentials, factors, recoveryCodes } from '@enshin/db/schema/index.ts'
import { eq } from 'drizzle-orm'
import { mailAccount } from '../accounts/mail-account.ts'
import { noteAccount } from '../accounts/note-account.ts'
import { factorsChangedMail } from '../notifications/templates/factors-changed.ts'
import type { Enrolling } from './finish-enrolment.ts'
import { readFactors } from './read-factors.ts'

/** Takes a factor away: not the last one where one is required. With the last one go the recovery codes. */
export async function removeFactor({ work, account, webOrigin }: Enrolling, id: Id): Promise<void> {
	const { credentialId } = account
	await work.db.transaction(async (tx) => {
		// Of two at once, each taking the other's last but one, one waits.
		await tx.select({ id: credentials.id }).from(credentials).where(eq(credentials.id, credentialId)).for('update')
		const own = await readFactors(tx, credentialId)
		const factor = own.find((one) => one.id === id)
		if (!factor) throw new ProblemError('not_found')
		if (own.length === 1 && account.factorRequired) throw new ProblemError('factor.last')
		await tx.delete(factors).where(eq(factors.id, id))
		if (own.length === 1) await tx.delete(recoveryCodes).where(eq(recoveryCodes.credentialId, credentialId))
		const { kind } = factor
		const url = `${webOrigin}/account/security`
		await mailAccount(tx, work.vault, account, (locale) =>
			factorsChangedMail(locale, { at: new Date(), change: 'removed', kind, url }),
		)
		await noteAccount(tx, work, 'factor.remove', { factor: kind, factorId: id })
	})
}
