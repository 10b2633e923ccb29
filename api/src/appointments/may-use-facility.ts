import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { facilities, memberships } from '@enshin/db/schema/index.ts'
import { and, eq } from 'drizzle-orm'
import type { Actor } from '../http/context.ts'

/**
 * Throws unless the actor may book at this facility: its own people may, and patients whose 利用登録 it approved
 * (`membership.required`). To other facilities' people, and where there is none, it is `not_found`.
 */
export async function mayUseFacility(db: Db, actor: Actor, facilityId: Id): Promise<void> {
	if (actor.role === 'patient') return await requireMembership(db, facilityId, actor.personId, 'membership.required')
	if (actor.facilityId !== facilityId) throw new ProblemError('not_found')
}

/**
 * Throws unless this patient's registration with the facility is approved. A stranger is told apart from somebody who
 * waits for approval, and `stranger` says how: a facility's people must not learn who is a patient elsewhere.
 */
export async function requireMembership(
	db: Db,
	facilityId: Id,
	patientId: Id,
	stranger: 'membership.required' | 'not_found',
): Promise<void> {
	const [found] = await db
		.select({ status: memberships.status })
		.from(facilities)
		.leftJoin(memberships, and(eq(memberships.facilityId, facilities.id), eq(memberships.patientId, patientId)))
		.where(eq(facilities.id, facilityId))
	if (!found) throw new ProblemError('not_found')
	if (found.status === null) throw new ProblemError(stranger)
	if (found.status !== 'approved') throw new ProblemError('membership.required')
}
