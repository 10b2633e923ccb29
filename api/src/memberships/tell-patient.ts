import type { Id, Locale } from '@enshin/contracts/ids.ts'
import { patientMailAddresses } from '@enshin/db/patient-mail.ts'
import type { Access } from '../access-log/accessing.ts'
import { enqueue } from '../notifications/enqueue.ts'
import type { MailText } from '../notifications/outgoing.ts'
import { openCell, person } from '../sealed/open-cells.ts'

/** Mails a patient, or whoever acts for them; nothing happens where nobody has an address. */
export async function tellPatient(access: Access, patientId: Id, write: (locale: Locale) => MailText): Promise<void> {
	const { db, vault } = access
	const found = await patientMailAddresses(db, patientId)
	const keys = await vault.keys(
		db,
		found.map(({ personId }) => person(personId)),
	)
	for (const { credentialId, personId, email, locale } of found) {
		const owner = person(personId)
		const to = openCell(keys, owner, { table: 'credentials', column: 'email', row: credentialId }, email)
		await enqueue(db, vault, { owner, channel: 'mail', to, ...write(locale) })
	}
}
