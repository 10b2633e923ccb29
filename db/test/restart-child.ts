import { sql } from 'drizzle-orm'
import { openDatabase } from '../src/client.ts'

// Runs transactions without end, and tells its parent how many succeeded and failed. Nothing here catches what is thrown
// outside of a query's promise: that is what restart.test.ts is about.
const { db } = openDatabase({ url: process.argv[2] ?? '', name: 'test child' })
const count = { committed: 0, failed: 0 }

async function work(): Promise<never> {
	for (;;) {
		try {
			await db.transaction(async (tx) => {
				await tx.execute(sql`select pg_advisory_xact_lock_shared(1)`)
				await tx.execute(sql`select pg_sleep(0.002)`)
				await tx.execute(sql`select count(*) from people`)
			})
			count.committed += 1
		} catch {
			count.failed += 1
		}
	}
}

for (let worker = 0; worker < 20; worker += 1) void work()
setInterval(() => process.send?.(count), 50)
