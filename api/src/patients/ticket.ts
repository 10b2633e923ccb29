import { randomBytes, timingSafeEqual } from 'node:crypto'
import { ProblemError } from '@enshin/contracts/errors.ts'
import { id as idSchema } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { challenges } from '@enshin/db/schema/index.ts'
import type { Vault } from '@enshin/db/sealing/vault.ts'
import { and, eq, gt, isNull, sql } from 'drizzle-orm'

/** Long enough to answer the questions in peace. */
const ticketMinutes = 60
const purpose = 'sign_up.ticket'

/** Says that a contact is its holder's own: 256 random bits, once, for that contact alone. */
export async function giveTicket(db: Db, vault: Vault, to: string): Promise<{ ticket: string; expiresAt: Date }> {
	const id = newId()
	const secret = randomBytes(32).toString('base64url')
	const [given] = await db
		.insert(challenges)
		.values({
			id,
			purpose,
			expected: sealTicket(vault, id, to, secret).toString('base64url'),
			expiresAt: sql`now() + make_interval(mins => ${ticketMinutes})`,
		})
		.returning({ expiresAt: challenges.expiresAt })
	if (!given) throw new Error('an inserted ticket was not returned')
	return { ticket: `${id}.${secret}`, expiresAt: given.expiresAt }
}

/** Throws `sign_up.expired` unless the ticket is good for this contact. It is not used up yet. */
export async function checkTicket(db: Db, vault: Vault, ticket: string, to: string): Promise<void> {
	const { id, secret } = read(ticket)
	const [found] = await db.select({ expected: challenges.expected }).from(challenges).where(alive(id))
	const given = sealTicket(vault, id, to, secret)
	const right = found && timingSafeEqual(given, Buffer.from(found.expected, 'base64url'))
	if (!right) throw new ProblemError('sign_up.expired')
}

/** Uses up a checked ticket, in the transaction of what it is for. Of two at once, one is `sign_up.expired`. */
export async function takeTicket(tx: Db, ticket: string): Promise<void> {
	const { id } = read(ticket)
	const used = await tx.update(challenges).set({ usedAt: sql`now()` }).where(alive(id)).returning({ id: challenges.id })
	if (used.length === 0) throw new ProblemError('sign_up.expired')
}

const alive = (id: string) =>
	and(
		eq(challenges.id, id),
		eq(challenges.purpose, purpose),
		isNull(challenges.usedAt),
		gt(challenges.expiresAt, sql`now()`),
	)

function read(ticket: string): { id: string; secret: string } {
	const [id = '', secret = ''] = ticket.split('.')
	if (!idSchema.safeParse(id).success) throw new ProblemError('sign_up.expired')
	return { id, secret }
}

function sealTicket(vault: Vault, id: string, to: string, secret: string): Buffer {
	return vault.index('one_time_code', null, JSON.stringify([purpose, id, to, secret]))
}
