import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { challenges } from '@enshin/db/schema/index.ts'
import { and, eq, lt, sql } from 'drizzle-orm'

export type ChallengeUse = 'passkey.enrol' | 'passkey.prove' | 'sms.enrol' | 'sms.prove'

/** A question holds for the session it was put in, and for one use: its answer is worth nothing anywhere else. */
const purposeOf = (use: ChallengeUse, sessionId: Id) => `${use} ${sessionId}`

export type NewChallenge = {
	id?: Id
	credentialId: Id
	sessionId: Id
	use: ChallengeUse
	factorId?: Id
	expected: string
	/** Minutes. */
	lifeMinutes: number
}

/** Puts a question. The same person's dead ones are swept out with it. */
export async function putChallenge(
	db: Db,
	{ id = newId(), sessionId, use, lifeMinutes, ...rest }: NewChallenge,
): Promise<Id> {
	await db
		.delete(challenges)
		.where(and(eq(challenges.credentialId, rest.credentialId), lt(challenges.expiresAt, sql`now() - interval '1 day'`)))
	const expiresAt = sql`now() + make_interval(mins => ${lifeMinutes})`
	await db.insert(challenges).values({ ...rest, id, purpose: purposeOf(use, sessionId), expiresAt })
	return id
}

export type AskedChallenge = { id: Id; credentialId: Id; sessionId: Id; use: ChallengeUse; attemptsAtMost: number }
export type Taken = { expected: string; factorId: Id | null } | { replayed: true }

/**
 * Counts one answer to a question, before anybody looks whether it is right: many at once cannot slip through. Throws
 * `auth.code_expired` for a question unknown, too old, or answered too often; a question that was answered rightly before
 * says so.
 */
export async function takeChallenge(db: Db, asked: AskedChallenge): Promise<Taken> {
	const [row] = await db
		.update(challenges)
		.set({ attempts: sql`${challenges.attempts} + 1` })
		.where(
			and(
				eq(challenges.id, asked.id),
				eq(challenges.credentialId, asked.credentialId),
				eq(challenges.purpose, purposeOf(asked.use, asked.sessionId)),
				lt(challenges.attempts, asked.attemptsAtMost),
				sql`${challenges.expiresAt} > now()`,
			),
		)
		.returning({ expected: challenges.expected, factorId: challenges.factorId, usedAt: challenges.usedAt })
	if (!row) throw new ProblemError('auth.code_expired')
	return row.usedAt ? { replayed: true } : row
}

/** Uses a question up. False when somebody else did in the same moment. */
export async function useUp(db: Db, id: Id): Promise<boolean> {
	const used = await db
		.update(challenges)
		.set({ usedAt: sql`now()` })
		.where(and(eq(challenges.id, id), sql`${challenges.usedAt} is null`))
		.returning({ id: challenges.id })
	return used.length > 0
}
