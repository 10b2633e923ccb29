import type { PgDatabase } from 'drizzle-orm/pg-core'
import { drizzle, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js'
import { connect } from './connection.ts'
import { prepareStatements } from './prepare-statements.ts'

/**
 * The database, or a transaction in it: what a query can be asked of. Without drizzle's relational queries, which nobody
 * uses: preparing them costs 0.2 ms, and a scoped database is made with every request.
 */
export type Db = PgDatabase<PostgresJsQueryResultHKT, Record<string, never>>

/** Only a transaction: for what must not be done outside one, such as taking a lock that lives until its end. */
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0]

export interface DatabaseOptions {
	url: string
	/** Shown in `pg_stat_activity`: which service this is. */
	name: string
	/** Connections held at most. */
	poolSize?: number
}

/**
 * Opens a pool; it connects with the first query. The caller owns it and closes it. While the database is away queries
 * fail at once or within a second, and the first one after its return succeeds.
 *
 * A transaction that lost its connection, or is over, has its further queries refused with `CONNECTION_CLOSED`: by then
 * the connection may be somebody else's (patches/README.md).
 */
export function openDatabase(options: DatabaseOptions): { db: Db; close: () => Promise<void> } {
	const client = connect({ ...options, max: options.poolSize ?? 10 })
	return { db: drizzle(prepareStatements(client)), close: () => client.end({ timeout: 5 }) }
}
