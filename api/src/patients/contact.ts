import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { credentials } from '@enshin/db/schema/index.ts'
import type { Vault } from '@enshin/db/sealing/vault.ts'
import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { normalizeTelephone } from '../integrations/sms/normalize-telephone.ts'

/** Where somebody is reached, in one spelling: an address in lower case, a mobile number as E.164. */
export type Contact = { channel: 'mail'; to: string } | { channel: 'sms'; to: string }

/** Reads what somebody typed. Throws `contact.invalid`, or what is wrong with the telephone number. */
export function readContact(text: string): Contact {
	const typed = text.normalize('NFKC').trim()
	if (/[@＠]/.test(typed)) return { channel: 'mail', to: readEmail(typed) }
	if (!/\d/.test(typed)) throw new ProblemError('contact.invalid')
	return { channel: 'sms', to: normalizeTelephone(typed) }
}

/** Throws `contact.invalid`. */
export function readEmail(text: string): string {
	const email = z.email().safeParse(text.normalize('NFKC').trim().toLowerCase())
	if (!email.success || email.data.length > 254) throw new ProblemError('contact.invalid')
	return email.data
}

/** The patients' credential with this contact; undefined when there is none. In scope `auth`. */
export async function findPatientCredential(db: Db, vault: Vault, { channel, to }: Contact): Promise<Id | undefined> {
	const known =
		channel === 'mail'
			? eq(credentials.emailIndex, vault.index('email', null, to))
			: eq(credentials.telephoneIndex, vault.index('telephone', null, to))
	const [found] = await db
		.select({ id: credentials.id })
		.from(credentials)
		.where(and(isNull(credentials.facilityId), known))
		.limit(1)
	return found?.id
}
