import type { Id } from '@enshin/contracts/ids.ts'
import type { confirmedSignUp } from '@enshin/contracts/profile.ts'
import { destroyKeys } from '@enshin/db/sealing/destroy-keys.ts'
import type { z } from 'zod'
import { person } from '../sealed/open-cells.ts'
import type { Stranger } from './begin-sign-up.ts'
import { takeCode } from './codes.ts'
import { readContact } from './contact.ts'
import { giveTicket } from './ticket.ts'

/** The code was right: gives the ticket with which that contact signs up. */
export async function confirmSignUp(
	{ scoped, vault }: Stranger,
	{ id, contact: typed, code }: { id: Id; contact: string; code: string },
): Promise<z.input<typeof confirmedSignUp>> {
	const { to } = readContact(typed)
	const db = scoped({ kind: 'auth' })
	await takeCode(db, vault, { id, purpose: 'sign_up', to }, code)
	// The mail has arrived: what is left of it in the outbox need not be read again.
	await destroyKeys(db, person(id))
	const { ticket, expiresAt } = await giveTicket(db, vault, to)
	return { ticket, expiresAt: expiresAt.toISOString() }
}
