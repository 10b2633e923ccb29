import type { AccessAction } from '@enshin/contracts/access-log.ts'
import { isAdminRole } from '@enshin/contracts/accounts.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { assignments } from '@enshin/db/schema/index.ts'
import { and, eq, sql } from 'drizzle-orm'
import { type Access, accessing } from '../access-log/accessing.ts'
import type { Work } from '../http/context.ts'

export type Managing = Access & { facilityId: Id }

/**
 * A change to a facility's accounts: one at a time in each facility, logged, by somebody who is its admin at this very
 * moment. Without the order, two admins who remove each other would both succeed, and nobody would be left.
 */
export async function managing<T>(
	work: Work,
	action: AccessAction,
	change: (managing: Managing) => Promise<T>,
): Promise<T> {
	const { facilityId } = work.actor
	if (facilityId === null) throw new ProblemError('auth.forbidden')
	return await accessing(work, action, async (access) => {
		await lockAccounts(access.db, facilityId)
		await demandAdmin(access)
		return await change({ ...access, facilityId })
	})
}

/** Until the transaction's end nobody else changes this facility's accounts. */
export async function lockAccounts(tx: Db, facilityId: Id): Promise<void> {
	await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`accounts ${facilityId}`}, 0))`)
}

/** Who waited for the lock may have lost the right to what they asked for. */
async function demandAdmin({ db, actor }: Access): Promise<void> {
	const [own] = await db
		.select({ role: assignments.role })
		.from(assignments)
		.where(and(eq(assignments.id, actor.assignmentId), eq(assignments.status, 'active')))
	if (!own) throw new ProblemError('auth.required')
	if (!isAdminRole(own.role)) throw new ProblemError('auth.forbidden')
}
