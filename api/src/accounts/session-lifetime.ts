import { sql } from 'drizzle-orm'

/**
 * A session ends after 12 hours without use, and after 7 days whatever happens. 12 hours carry a clinic's day, with its
 * midday break, on one sign-in, and no night: who comes in the morning signs in. A week bounds what a stolen token is
 * worth even to somebody who keeps it in use.
 */
export const idleExpiry = sql`now() + interval '12 hours'`
export const absoluteExpiry = sql`now() + interval '7 days'`

/** A session's use is written down at most this often, so that reading pages does not mean writing rows. */
export const touchAfter = sql`interval '1 minute'`
