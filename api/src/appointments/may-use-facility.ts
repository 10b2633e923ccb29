import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { facilities, memberships } from '@enshin/db/schema/index.ts'
import { and, eq } from 'drizzle-orm'
import type { Actor } from '../http/context.ts'

/** How a patient's 利用登録 at a facility stands; null when there is none. */
export type Membership = 'pending' | 'approved' | 'refused' | null

/**
 * Throws unless the actor may book for this patient at this facility: its own people may, for patients it approved, and
 * so may those patients themselves. Without approval it is `membership.required`; for other facilities' people it is
 * `not_found`, as is a stranger for this one's: nobody learns who is a patient elsewhere.
 */
export function refuseStrangers(actor: Actor, facilityId: Id, membership: Membership): void {
	const isPatient = actor.role === 'patient'
	if (!isPatient && (actor.facilityId !== facilityId || membership === null)) throw new ProblemError('not_found')
	if (membership !== 'approved') throw new ProblemError('membership.required')
}

/** The same for looking at what can be booked, for which staff need no patient. */
export async function mayUseFacility(db: Db, actor: Actor, facilityId: Id): Promise<void> {
	if (actor.role !== 'patient') {
		if (actor.facilityId !== facilityId) throw new ProblemError('not_found')
		return
	}
	const own = and(eq(memberships.facilityId, facilities.id), eq(memberships.patientId, actor.personId))
	const [found] = await db
		.select({ membership: memberships.status })
		.from(facilities)
		.leftJoin(memberships, own)
		.where(eq(facilities.id, facilityId))
	if (!found) throw new ProblemError('not_found')
	refuseStrangers(actor, facilityId, found.membership)
}
