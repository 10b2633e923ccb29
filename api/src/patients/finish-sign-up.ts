import { ProblemError } from '@enshin/contracts/errors.ts'
import type { finishedSignUp, finishSignUp as finishSignUpBody } from '@enshin/contracts/profile.ts'
import type { Tx } from '@enshin/db/client.ts'
import { addCredential } from '@enshin/db/people.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { passwordHistory } from '@enshin/db/schema/index.ts'
import type { Keys, Vault } from '@enshin/db/sealing/vault.ts'
import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import { appendEntry } from '../access-log/append-entry.ts'
import { openSession } from '../accounts/open-session.ts'
import { readMe } from '../accounts/read-me.ts'
import { violates } from '../http/violates.ts'
import { checkPassword } from '../passwords/check-password.ts'
import { type RememberedPassword, rememberPassword } from '../passwords/similar-password.ts'
import { person } from '../sealed/open-cells.ts'
import { addPatient } from './add-patient.ts'
import type { Stranger } from './begin-sign-up.ts'
import { type Contact, findPatientCredential, readContact } from './contact.ts'
import { checkTicket, takeTicket } from './ticket.ts'
import { tidyTelephone } from './tidy.ts'

type Wanted = z.output<typeof finishSignUpBody>
type From = { requestId: string; address: string | null; userAgent: string | null }

/**
 * A new patient, signed in. Throws `password.refused` with reasons; whatever is refused, the ticket is good for another
 * try. Throws `sign_up.known` where the contact has got an account meanwhile: its owner asks, so that is no secret.
 */
export async function finishSignUp(
	{ scoped, vault }: Stranger,
	wanted: Wanted,
	{ requestId, address, userAgent }: From,
): Promise<z.input<typeof finishedSignUp>> {
	const contact = readContact(wanted.contact)
	const auth = scoped({ kind: 'auth' })
	await checkTicket(auth, vault, wanted.ticket, contact.to)
	// Refused while the asker can still mend it, not inside the transaction.
	if (wanted.telephone !== null) tidyTelephone(wanted.telephone)
	refuseGuessable(wanted, contact)
	const password = await rememberPassword(wanted.password)
	const write = async (tx: Tx) => {
		await takeTicket(tx, wanted.ticket)
		await refuseKnown(tx, vault, contact)
		const { personId, assignmentId, keys } = await addPatient(tx, vault, wanted)
		await addAccount(tx, vault, keys, { personId, contact, password })
		const origin = { keys, personId, userAgent, address }
		const session = await openSession(tx, assignmentId, { state: 'full', methods: 'password', origin })
		const about = { chainId: personId, actorId: personId, subjects: [personId] }
		await appendEntry(tx, { ...about, action: 'account.join', detail: { role: 'patient', requestId, address } })
		return { personId, session }
	}
	const { personId, session } = await auth.transaction(write).catch((error) => {
		throw violates(error, 'credentials_email_in_tenant') ? new ProblemError('sign_up.known') : error
	})
	const db = scoped({ kind: 'actor', facilityId: null, personId })
	const actor = { personId, role: 'patient', locale: wanted.locale, practitionerId: null, facilityId: null } as const
	return { token: session.token, expiresAt: session.expiresAt.toISOString(), me: await readMe({ db, vault, actor }) }
}

function refuseGuessable(wanted: Wanted, contact: Contact): void {
	const { name, kana, birthDate, telephone } = wanted
	const reached = contact.channel === 'mail' ? { email: contact.to } : { numbers: [contact.to] }
	const person = { name, kana, birthDate, telephone: telephone ?? undefined, ...reached }
	const refusals = checkPassword(wanted.password, { profile: 'nist', hasSecondFactor: false, person })
	const issues = refusals.map((code) => ({ path: 'password', message: code, code }))
	if (issues.length > 0) throw new ProblemError('password.refused', { issues })
}

/** Telephones have no constraint that would judge two at once: they wait for each other. */
async function refuseKnown(tx: Tx, vault: Vault, contact: Contact): Promise<void> {
	await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`sign_up ${contact.to}`}, 0))`)
	if (await findPatientCredential(tx, vault, contact)) throw new ProblemError('sign_up.known')
}

type Account = { personId: string; contact: Contact; password: RememberedPassword }

async function addAccount(tx: Tx, vault: Vault, keys: Keys, { personId, contact, password }: Account): Promise<void> {
	const reached = contact.channel === 'mail' ? { email: contact.to } : { telephone: contact.to }
	const facts = { personId, facilityId: null, ...reached, passwordHash: password.hash }
	const credentialId = await addCredential(tx, vault, keys, facts)
	const id = newId()
	const place = { table: 'password_history', column: 'stem_hash', row: id }
	const stemHash = password.stemHash === null ? null : keys.seal(person(personId), place, password.stemHash)
	await tx.insert(passwordHistory).values({ id, credentialId, hash: password.hash, stemHash })
}
