import { createHash } from 'node:crypto'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type postgres from 'postgres'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'

/** Sign-ins that may fail within the time: for one account, whether it exists or not, and from one client address. */
export const signInLimits = { account: 10, address: 50, durationS: 15 * 60 }

const [quarter, hour, day] = [15 * 60, 3600, 24 * 3600]

/** What else is counted, each by a key of its own. */
export const otherLimits = {
	/** Second steps, recovery codes, step-ups and unlocks that may fail, by credential. */
	code: { points: 10, duration: quarter },
	/** Mails with a link for a new password: by account, whether it exists or not, and by client address. */
	resetAccount: { points: 3, duration: hour },
	resetAddress: { points: 20, duration: hour },
	/** Mails with a code, by address. */
	mailCode: { points: 5, duration: quarter },
	/** Links tried, by client address. */
	linkAddress: { points: 50, duration: quarter },
	/** SMS pumping: what goes to one number, and what one address may cause. */
	smsNumber: { points: 5, duration: quarter },
	smsNumberDay: { points: 15, duration: day },
	smsAddress: { points: 20, duration: hour },
	/** Sign-ups begun from one address. */
	signUpAddress: { points: 20, duration: hour },
} as const
export type LimitName = keyof typeof otherLimits

/** Who tries, for which account. `tenant` is a facility's slug, or null for the patients' own sign-in. */
export type Attempt = { tenant: string | null; email: string; address: string }

export type SignInLimits = ReturnType<typeof createSignInLimits>

/**
 * Counted in Postgres, so that all api processes count together. An attempt is paid for before the password is looked
 * at, or many at once would slip through; a right one gets its points back. While the count cannot be kept nobody signs
 * in: an outage must not open the door to guessing.
 */
export function createSignInLimits(sql: postgres.Sql) {
	const shared = { storeClient: pooled(sql), storeType: 'pool', tableName: 'rate_limits', tableCreated: true }
	const limiter = (keyPrefix: string, points: number, duration: number) =>
		new RateLimiterPostgres({ ...shared, keyPrefix, points, duration })
	const accounts = limiter('account', signInLimits.account, signInLimits.durationS)
	const addresses = limiter('address', signInLimits.address, signInLimits.durationS)
	const others = Object.fromEntries(
		Object.entries(otherLimits).map(([name, { points, duration }]) => [name, limiter(name, points, duration)]),
	) as Record<LimitName, RateLimiterPostgres>

	async function spend(attempt: Attempt): Promise<void> {
		await consume(addresses, attempt.address)
		await consume(accounts, accountKey(attempt))
	}

	async function forgive(attempt: Attempt): Promise<void> {
		await addresses.reward(attempt.address)
		await accounts.delete(accountKey(attempt))
	}

	return {
		spend,
		forgive,
		/** Counts one against a limit. Throws `rate.limited`, or `unavailable` where it cannot be counted. */
		spendOn: (name: LimitName, key: string) => consume(others[name], hashed(key)),
		/** Gives back everything spent on it: who it was, is known now. */
		forgiveOn: async (name: LimitName, key: string): Promise<void> => {
			await others[name].delete(hashed(key))
		},
	}
}

async function consume(limiter: RateLimiterPostgres, key: string): Promise<void> {
	try {
		await limiter.consume(key)
	} catch (refusal) {
		if (!(refusal instanceof RateLimiterRes)) throw new ProblemError('unavailable', {}, { cause: refusal })
		throw new ProblemError('rate.limited', { retryAfterMs: Math.max(refusal.msBeforeNext, 1000) })
	}
}

/** Hashed: the table of counts is no list of who has an account here, and a key has a length. */
export const accountKey = ({ tenant, email }: Pick<Attempt, 'tenant' | 'email'>) => hashed(`${tenant ?? ''}\n${email}`)

const hashed = (key: string): string => createHash('sha256').update(key).digest('base64url')

/** What the limiter knows as a `pg` pool, over postgres.js. */
function pooled(sql: postgres.Sql) {
	return {
		async query({ text, values }: { text: string; values?: (string | number | null)[] }) {
			const rows = await sql.unsafe(text, values, { prepare: true })
			return { rows, rowCount: rows.count }
		},
	}
}
