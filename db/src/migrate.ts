import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as run } from 'drizzle-orm/postgres-js/migrator'
import { connect } from './connection.ts'

const migrationsFolder = fileURLToPath(new URL('../migrations', import.meta.url))

// Any number will do, as long as every version of this program takes the same one.
const migrationLock = 7_260_001

/** Brings the database to this version's schema. Several processes may start at once: one migrates, the others wait. */
export async function migrate(url: string): Promise<void> {
	const client = connect({ url, name: 'migrate', max: 1 })
	try {
		await client.unsafe('set statement_timeout = 0; set lock_timeout = 0')
		await client`select pg_advisory_lock(${migrationLock})`
		await run(drizzle(client), { migrationsFolder })
	} finally {
		// The lock goes with its connection.
		await client.end({ timeout: 5 })
	}
}
