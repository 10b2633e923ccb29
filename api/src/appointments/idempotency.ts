import { createHash } from 'node:crypto'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Db, Tx } from '@enshin/db/client.ts'
import { idempotencyKeys } from '@enshin/db/schema/index.ts'
import { and, eq } from 'drizzle-orm'

/** One question under the name its asker gave it; another person's same name is another question. */
export interface Question {
	personId: Id
	key: string
	/** Of what is asked, as it was understood: white space and time zones do not make another question. */
	requestHash: string
}

export function question(personId: Id, key: string | undefined, asked: readonly (string | null)[]): Question {
	if (!key) throw new ProblemError('request.idempotency_key_missing')
	return { personId, key, requestHash: createHash('sha256').update(JSON.stringify(asked)).digest('base64url') }
}

/** The appointment that was booked when this was asked before; `request.idempotency_key_reused` if it was something else. */
export async function findAnswer(db: Db, { personId, key, requestHash }: Question): Promise<Id | undefined> {
	const [known] = await db
		.select({ requestHash: idempotencyKeys.requestHash, appointmentId: idempotencyKeys.appointmentId })
		.from(idempotencyKeys)
		.where(and(eq(idempotencyKeys.personId, personId), eq(idempotencyKeys.key, key)))
	if (known && known.requestHash !== requestHash) throw new ProblemError('request.idempotency_key_reused')
	return known?.appointmentId
}

export async function keepAnswer(tx: Tx, asked: Question, appointmentId: Id): Promise<void> {
	await tx.insert(idempotencyKeys).values({ ...asked, appointmentId })
}
