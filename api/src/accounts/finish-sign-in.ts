import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { knownBrowsers, sessions } from '@enshin/db/schema/index.ts'
import type { Vault } from '@enshin/db/sealing/vault.ts'
import { count, eq, sql } from 'drizzle-orm'
import { newSignInMail } from '../notifications/templates/new-sign-in.ts'
import { openCellOrNull, person } from '../sealed/open-cells.ts'
import type { Account } from './account.ts'
import { deviceLine, deviceWords } from './device-words.ts'
import { mailAccount } from './mail-account.ts'
import { type Noted, noteAccount } from './note-account.ts'

type Finishing = Noted & { vault: Vault; webOrigin: string; sessionId: Id }

/**
 * What the last step of every sign-in ends with, in its transaction: a line in the log, and a mail where the browser is
 * one that this account was never used from. The first browser of an account is no news to its owner.
 */
export async function finishSignIn(tx: Db, work: Finishing, account: Account): Promise<void> {
	const { vault, sessionId } = work
	const [session] = await tx.select().from(sessions).where(eq(sessions.id, sessionId))
	const owner = person(account.personId)
	const keys = await vault.keys(tx, [owner])
	const at = { table: 'sessions', column: 'user_agent', row: sessionId }
	const device = deviceLine(deviceWords(openCellOrNull(keys, owner, at, session?.userAgent ?? null)))
	await noteAccount(tx, work, 'sign_in.success', { methods: session?.methods ?? null })
	if (!(await isNewBrowser(tx, vault, account.credentialId, device))) return
	const url = `${work.webOrigin}/account/security`
	await mailAccount(tx, vault, account, (locale) =>
		newSignInMail(locale, { at: new Date(), device: device || '?', address: work.address, url }),
	)
}

/** Notes the browser. True where the account has others, and never had this one. */
async function isNewBrowser(tx: Db, vault: Vault, credentialId: Id, device: string): Promise<boolean> {
	const browserIndex = vault.index('browser', null, `${credentialId} ${device}`)
	const [noted] = await tx
		.insert(knownBrowsers)
		.values({ id: newId(), credentialId, browserIndex })
		.onConflictDoUpdate({
			target: [knownBrowsers.credentialId, knownBrowsers.browserIndex],
			set: { lastSeenAt: sql`now()` },
		})
		// Postgres' own way to say whether the row was there before.
		.returning({ added: sql<boolean>`xmax = 0` })
	if (!noted?.added) return false
	const [all] = await tx.select({ n: count() }).from(knownBrowsers).where(eq(knownBrowsers.credentialId, credentialId))
	return (all?.n ?? 0) > 1
}
