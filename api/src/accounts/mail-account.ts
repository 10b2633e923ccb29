import type { Locale } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import type { Vault } from '@enshin/db/sealing/vault.ts'
import { enqueue } from '../notifications/enqueue.ts'
import type { MailText } from '../notifications/outgoing.ts'
import { openCell, person } from '../sealed/open-cells.ts'
import type { Account } from './account.ts'

/** Writes somebody about their account, in the caller's transaction. Who has no address gets nothing. */
export async function mailAccount(
	tx: Db,
	vault: Vault,
	{ credentialId, personId, email, locale }: Account,
	write: (locale: Locale) => MailText,
): Promise<void> {
	if (email === null) return
	const owner = person(personId)
	const keys = await vault.keys(tx, [owner])
	const to = openCell(keys, owner, { table: 'credentials', column: 'email', row: credentialId }, email)
	if (!to.includes('@')) return
	await enqueue(tx, vault, { owner, channel: 'mail', to, ...write(locale) })
}
