import type { Id, Locale } from '@enshin/contracts/ids.ts'
import { sql } from 'drizzle-orm'
import type { Db } from './client.ts'
import type { Sealed } from './schema/columns.ts'

/** A mail address, sealed under its person's key as `credentials.email` of the credential. */
export type MailAddress = { credentialId: Id; personId: Id; email: Sealed; locale: Locale }

/**
 * Where a facility's patient is told things by mail: the patient's own address, and those of who acts for them. Of
 * patients who never asked the scope's facility for anything there is none. A function of the database's, for a facility
 * sees no patient's credentials otherwise.
 */
export async function patientMailAddresses(db: Db, patientId: Id): Promise<MailAddress[]> {
	return await db.execute<MailAddress>(
		sql`select credential_id as "credentialId", person_id as "personId", email, locale
			from patient_mail_addresses(${patientId}::uuid)`,
	)
}
