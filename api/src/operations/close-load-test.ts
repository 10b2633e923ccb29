import { publish } from '@enshin/db/events.ts'
import { facilities } from '@enshin/db/schema/index.ts'
import { eq, sql } from 'drizzle-orm'
import { findLoadTestFacility } from './load-test-people.ts'
import { endConsents, letPeopleIn, loadTesting, type Parts } from './load-testing.ts'
import type { Operator } from './operating.ts'
import { OpsError } from './ops-error.ts'

/**
 * Ends the consent, and within 5 s all that it allowed: sessions, sockets and media. The synthetic people are disabled and
 * their facility stopped; what they did stays in its log. Closing what is closed has no effect.
 */
export async function closeLoadTest(parts: Parts, by: Operator | null): Promise<{ closed: number; sessions: number }> {
	return await loadTesting(parts, by, async (tx, record) => {
		const facility = await findLoadTestFacility(tx)
		if (!facility) throw new OpsError('There was no load test here.')
		const facilityId = facility.id
		const ended = await endConsents(tx, facilityId)
		await letPeopleIn(tx, facilityId, 'disabled')
		if (facility.stoppedAt === null) {
			const [stopped] = await tx
				.update(facilities)
				.set({ stoppedAt: sql`clock_timestamp()` })
				.where(eq(facilities.id, facilityId))
				.returning({ at: facilities.stoppedAt })
			const at = (stopped?.at ?? new Date()).toISOString()
			await publish(tx, { type: 'access.ended', personId: null, facilityId, at })
			await record(facilityId, 'load_test.close', ended)
		}
		return ended
	})
}
