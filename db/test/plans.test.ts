import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { openTestDatabase } from '../src/testing.ts'

// A function that Postgres does not know to be discreet (leakproof) is not asked of rows before the policy has let them
// through, and so cannot use an index: with ten years of visits, a day's list would read all of them.
const { app } = await openTestDatabase()

test('behind the policies a day is found by the index, the time included', async () => {
	const scope = { kind: 'actor', facilityId: randomUUID(), personId: randomUUID() } as const
	const plan = await app.scoped(scope).transaction(async (tx) => {
		// An empty table is cheapest read whole.
		await tx.execute(sql`set local enable_seqscan = off`)
		return await tx.execute<{ 'QUERY PLAN': string }>(sql`
			explain select * from appointments
			where facility_id = ${scope.facilityId} and starts_at >= now() and starts_at < now() + interval '1 day'`)
	})
	const lines = plan.map((row) => row['QUERY PLAN'])
	expect(lines.find((line) => line.includes('Index Cond'))).toMatch(/facility_id = .*starts_at >= .*starts_at </)
})
