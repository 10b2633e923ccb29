import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import { publish } from '@enshin/db/events.ts'
import { proxies } from '@enshin/db/schema/index.ts'
import { eq, sql } from 'drizzle-orm'
import { accessing } from '../access-log/accessing.ts'
import type { PublicEnv, Work } from '../http/context.ts'
import { findProxy } from './family.ts'
import { leaveFor } from './leave.ts'
import { dependants } from './leaving.ts'
import { ownOnly } from './own-only.ts'

/**
 * Ends acting for somebody. Who then has nobody, and nothing to sign in with, leaves: nobody could come to what is booked.
 */
export async function endProxy(
	work: Work,
	scoped: PublicEnv['Variables']['scoped'],
	patientId: Id,
	now = new Date(),
): Promise<void> {
	ownOnly(work.actor)
	const guardianId = work.actor.actingId
	const proxy = await findProxy(work.db, guardianId, patientId)
	if (!proxy) throw new ProblemError('not_found')
	const alone = await dependants(scoped({ kind: 'auth' }), guardianId)
	if (alone.includes(patientId)) return await leaveFor(work, scoped, patientId, now)
	await accessing(work, 'proxy.end', async (access) => {
		access.touch(patientId)
		const [ended] = await access.db
			.update(proxies)
			.set({ endedAt: sql`clock_timestamp()` })
			.where(eq(proxies.id, proxy.id))
			.returning({ at: proxies.endedAt })
		// A call that the guardian is in for them ends for the guardian; signaling finds it in the row should it not hear.
		const at = (ended?.at ?? now).toISOString()
		await publish(access.db, { type: 'proxy.ended', guardianId, patientId, at })
	})
}
