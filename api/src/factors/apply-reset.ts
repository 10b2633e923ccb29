import type { Id } from '@enshin/contracts/ids.ts'
import type { Tx } from '@enshin/db/client.ts'
import { credentials, factors, recoveryCodes } from '@enshin/db/schema/index.ts'
import type { Vault } from '@enshin/db/sealing/vault.ts'
import { and, eq } from 'drizzle-orm'
import { type Account, accountById } from '../accounts/account.ts'
import { endSessionsOf } from '../accounts/end-sessions.ts'
import { mailAccount } from '../accounts/mail-account.ts'
import { factorsChangedMail } from '../notifications/templates/factors-changed.ts'

type Of = { personId: Id; facilityId: Id; webOrigin: string; exceptSession?: Id }

/**
 * Takes all factors and recovery codes from one of a facility's people, whose next sign-in enrols anew. Their sessions
 * end, and they are told. For verbs that have made sure of the two people it takes; in the facility's scope.
 */
export async function applyReset(
	tx: Tx,
	vault: Vault,
	{ personId, facilityId, webOrigin, exceptSession }: Of,
): Promise<Account> {
	const [credential] = await tx
		.select({ id: credentials.id })
		.from(credentials)
		.where(and(eq(credentials.personId, personId), eq(credentials.facilityId, facilityId)))
	const account = await accountById(tx, credential?.id ?? personId)
	const { credentialId } = account
	await tx.delete(factors).where(eq(factors.credentialId, credentialId))
	await tx.delete(recoveryCodes).where(eq(recoveryCodes.credentialId, credentialId))
	await endSessionsOf(tx, account, exceptSession)
	const url = `${webOrigin}/account/security`
	await mailAccount(tx, vault, account, (locale) =>
		factorsChangedMail(locale, { at: new Date(), change: 'reset', url }),
	)
	return account
}
