import { bigint, index, integer, pgTable, text } from 'drizzle-orm/pg-core'

/** What rate-limiter-flexible counts, in the shape it writes itself: attempts spent on a key until a moment. */
export const rateLimits = pgTable(
	'rate_limits',
	{
		key: text('key').primaryKey(),
		points: integer('points').notNull().default(0),
		/** Milliseconds since 1970. */
		expire: bigint('expire', { mode: 'number' }),
	},
	(t) => [index('rate_limits_expire').on(t.expire)],
)
