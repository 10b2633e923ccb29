import type { AccessAction } from '@enshin/contracts/access-log.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import { sql } from 'drizzle-orm'
import { type Access, accessing } from '../access-log/accessing.ts'
import { requireFresh } from '../accounts/require-fresh.ts'
import type { Work } from '../http/context.ts'

export type Changing = Access & { facilityId: Id }

/** A change to a facility's security settings: by somebody who proved anew who they are, one at a time, logged. */
export async function changing<T>(
	work: Work,
	action: AccessAction,
	change: (changing: Changing) => Promise<T>,
): Promise<T> {
	const { facilityId } = work.actor
	if (facilityId === null) throw new ProblemError('auth.forbidden')
	requireFresh(work)
	return await accessing(work, action, async (access) => {
		// Two checks of "would this lock me out" at once could each be right, and both together wrong.
		await access.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`settings ${facilityId}`}, 0))`)
		return await change({ ...access, facilityId })
	})
}
