import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { challenges } from '@enshin/db/schema/index.ts'
import type { Vault } from '@enshin/db/sealing/vault.ts'
import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm'

/** A code lives this long and may be tried so often: one chance in 200,000. */
export const codeMinutes = 10
export const codeTries = 5

/** What a code is for, and where it was sent: a code for one contact proves no other. */
export type Asked = { id: Id; purpose: 'sign_up' | 'email_change'; to: string; credentialId?: Id }

export function newCode(): string {
	return String(randomInt(1_000_000)).padStart(6, '0')
}

/** Keeps an HMAC of the code. With no code, nothing that anybody types will be right. Returns when it ends. */
export async function keepCode(db: Db, vault: Vault, asked: Asked, code: string | null): Promise<Date> {
	const { id, purpose, credentialId = null } = asked
	const expected = code === null ? randomBytes(32) : sealCode(vault, asked, code)
	const [kept] = await db
		.insert(challenges)
		.values({
			id,
			purpose,
			credentialId,
			expected: expected.toString('base64url'),
			expiresAt: sql`now() + make_interval(mins => ${codeMinutes})`,
		})
		.returning({ expiresAt: challenges.expiresAt })
	if (!kept) throw new Error('an inserted challenge was not returned')
	return kept.expiresAt
}

/**
 * Uses up the code. Each try is paid for before it is looked at, so that many at once are no more than five. Throws
 * `code.wrong`, or `code.expired` for one that is used, too old, tried too often, or unknown.
 */
export async function takeCode(db: Db, vault: Vault, asked: Asked, typed: string): Promise<void> {
	const { id, purpose, credentialId = null } = asked
	const alive = and(
		eq(challenges.id, id),
		eq(challenges.purpose, purpose),
		sql`${challenges.credentialId} is not distinct from ${credentialId}`,
		isNull(challenges.usedAt),
		gt(challenges.expiresAt, sql`now()`),
	)
	const [found] = await db
		.update(challenges)
		.set({ attempts: sql`${challenges.attempts} + 1` })
		.where(and(alive, lt(challenges.attempts, codeTries)))
		.returning({ expected: challenges.expected })
	if (!found) throw new ProblemError('code.expired')
	const given = sealCode(vault, asked, foldCode(typed))
	if (!timingSafeEqual(given, Buffer.from(found.expected, 'base64url'))) throw new ProblemError('code.wrong')
	const used = await db.update(challenges).set({ usedAt: sql`now()` }).where(alive).returning({ id: challenges.id })
	if (used.length === 0) throw new ProblemError('code.expired')
}

/** `１２３ ４５６` is 123456. */
function foldCode(typed: string): string {
	return typed.normalize('NFKC').replace(/[\s-]/g, '')
}

function sealCode(vault: Vault, { id, purpose, to }: Asked, code: string): Buffer {
	return vault.index('one_time_code', null, JSON.stringify([purpose, id, to, code]))
}
