import type { Locale } from '@enshin/contracts/ids.ts'
import { enqueue } from '../notifications/enqueue.ts'
import type { MailText } from '../notifications/outgoing.ts'
import { openCell, person } from '../sealed/open-cells.ts'
import type { Member } from './find-member.ts'
import type { Managing } from './managing.ts'

/** Writes to one of the facility's people about their account; who has no address gets nothing. */
export async function mailMember(
	{ db, vault }: Managing,
	{ personId, credentialId, email, locale }: Member,
	write: (locale: Locale) => MailText,
): Promise<void> {
	if (email === null || credentialId === null) return
	const owner = person(personId)
	const keys = await vault.keys(db, [owner])
	const to = openCell(keys, owner, { table: 'credentials', column: 'email', row: credentialId }, email)
	if (to.includes('@')) await enqueue(db, vault, { owner, channel: 'mail', to, ...write(locale) })
}
