import postgres from 'postgres'

/**
 * A postgres.js client with our timeouts. Not shared with drizzle and raw queries at once: drizzle replaces the client's
 * parsers of dates, so that whoever else uses it gets strings (dependencies: drizzle-orm/postgres-js/driver.js).
 */
export function connect({ url, name, max }: { url: string; name: string; max: number }): postgres.Sql {
	return postgres(url, {
		max,
		connect_timeout: 5,
		// The default grows to 20 s: a database that came back would be noticed long after.
		backoff: (retries: number) => Math.min(0.05 * 2 ** retries, 1),
		keep_alive: 10,
		// `CREATE TABLE IF NOT EXISTS` and its like would write to stdout.
		onnotice: () => undefined,
		// Array types are spelled out where they are used; asking for all of them costs a round trip a connection.
		fetch_types: false,
		connection: {
			application_name: `enshin ${name}`,
			TimeZone: 'UTC',
			statement_timeout: 10_000,
			lock_timeout: 5_000,
			idle_in_transaction_session_timeout: 15_000,
		},
	})
}
