import { assertUnreachable } from '@enshin/contracts/assert-unreachable.ts'
import type { SessionState } from '@enshin/contracts/ids.ts'
import { type SQL, sql } from 'drizzle-orm'

/**
 * A session ends after 12 hours without use, and after 7 days whatever happens. 12 hours carry a clinic's day, with its
 * midday break, on one sign-in, and no night: who comes in the morning signs in. A week bounds what a stolen token is
 * worth even to somebody who keeps it in use.
 */
export const idleExpiry = sql`now() + interval '12 hours'`
export const absoluteExpiry = sql`now() + interval '7 days'`

/** A session's use is written down at most this often, so that reading pages does not mean writing rows. */
export const touchAfter = sql`interval '1 minute'`

/** A session that waits for one more step waits for minutes: as long as the step takes somebody slow. */
export function lifetimeOf(state: SessionState): { idleExpiresAt: SQL; expiresAt: SQL } {
	switch (state) {
		case 'full':
			return { idleExpiresAt: idleExpiry, expiresAt: absoluteExpiry }
		case 'second_factor':
			return both(sql`now() + interval '10 minutes'`)
		case 'enrolment':
		case 'password_change':
			return both(sql`now() + interval '30 minutes'`)
		default:
			return assertUnreachable(state)
	}
}

const both = (end: SQL) => ({ idleExpiresAt: end, expiresAt: end })

/** How long a proof of who one is stays fresh (step-up). */
export const freshMs = 5 * 60_000
