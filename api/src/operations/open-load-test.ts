import { setTimeout as pause } from 'node:timers/promises'
import type { Id } from '@enshin/contracts/ids.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { facilities, loadTestConsents } from '@enshin/db/schema/index.ts'
import { eq } from 'drizzle-orm'
import { hashSessionToken, newSessionToken } from '../accounts/session-token.ts'
import { addPairs, findLoadTestFacility, foundLoadTestFacility } from './load-test-people.ts'
import { endConsents, letPeopleIn, loadTesting, type Parts } from './load-testing.ts'
import type { Operator } from './operating.ts'

/** After a facility stopped, signaling refuses its tokens for as long as clocks may differ (signaling's ended-access.ts). */
const restMs = 6_500

export type OpenedLoadTest = { consentId: Id; facilityId: Id; token: string; expiresAt: Date }

/**
 * Consents to this installation being loaded, and makes the synthetic people that are still missing. There is one load
 * test at a time: a consent that was open ends. The token is told once and kept nowhere. After a close of the last
 * seconds it waits them out.
 */
export async function openLoadTest(
	parts: Parts,
	by: Operator | null,
	{ pairs, minutes }: { pairs: number; minutes: number },
): Promise<OpenedLoadTest> {
	const before = await parts.db.transaction(findLoadTestFacility)
	if (before?.stoppedAt) await pause(before.stoppedAt.getTime() + restMs - Date.now())
	return await loadTesting(parts, by, async (tx, record) => {
		const facilityId = (await findLoadTestFacility(tx))?.id ?? (await foundLoadTestFacility(tx, parts.vault))
		await endConsents(tx, facilityId)
		await addPairs(tx, parts.vault, facilityId, pairs)
		await letPeopleIn(tx, facilityId, 'active')
		await tx.update(facilities).set({ stoppedAt: null }).where(eq(facilities.id, facilityId))
		const [token, consentId] = [newSessionToken(), newId()]
		const expiresAt = new Date(Date.now() + minutes * 60_000)
		const openedBy = by?.personId ?? null
		const tokenHash = hashSessionToken(token)
		await tx.insert(loadTestConsents).values({ id: consentId, facilityId, tokenHash, openedBy, pairs, expiresAt })
		await record(facilityId, 'load_test.open', { consentId, pairs, minutes })
		return { consentId, facilityId, token, expiresAt }
	})
}
