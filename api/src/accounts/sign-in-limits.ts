import { createHash } from 'node:crypto'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type postgres from 'postgres'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { limiterStore } from './limiter-store.ts'

/** Sign-ins that may fail within the time: for one account, whether it exists or not, and from one client address. */
export const signInLimits = { account: 10, address: 50, durationS: 15 * 60 }

/** Who tries, for which account. `tenant` is a facility's slug, or null for the patients' own sign-in. */
export type Attempt = { tenant: string | null; email: string; address: string }

export type SignInLimits = ReturnType<typeof createSignInLimits>

/**
 * Counted in Postgres, so that all api processes count together. An attempt is paid for before the password is looked
 * at, or many at once would slip through; a right one gets its points back. While the count cannot be kept nobody signs
 * in: an outage must not open the door to guessing.
 */
export function createSignInLimits(sql: postgres.Sql) {
	const shared = limiterStore(sql)
	const { durationS: duration } = signInLimits
	const accounts = new RateLimiterPostgres({ ...shared, keyPrefix: 'account', points: signInLimits.account, duration })
	const addresses = new RateLimiterPostgres({ ...shared, keyPrefix: 'address', points: signInLimits.address, duration })

	async function spend(attempt: Attempt): Promise<void> {
		try {
			await addresses.consume(attempt.address)
			await accounts.consume(accountKey(attempt))
		} catch (refusal) {
			if (!(refusal instanceof RateLimiterRes)) throw new ProblemError('unavailable', {}, { cause: refusal })
			throw new ProblemError('rate.limited', { retryAfterMs: Math.max(refusal.msBeforeNext, 1000) })
		}
	}

	async function forgive(attempt: Attempt): Promise<void> {
		await addresses.reward(attempt.address)
		await accounts.delete(accountKey(attempt))
	}

	return { spend, forgive }
}

/** Hashed: the table of counts is no list of who has an account here, and a key has a length. */
function accountKey({ tenant, email }: Attempt): string {
	return createHash('sha256')
		.update(`${tenant ?? ''}\n${email}`)
		.digest('base64url')
}
