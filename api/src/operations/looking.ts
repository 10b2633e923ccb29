import type { Id } from '@enshin/contracts/ids.ts'
import { breakGlass } from '@enshin/db/schema/index.ts'
import { and, eq, sql } from 'drizzle-orm'
import { type Access, accessing } from '../access-log/accessing.ts'
import { type Ops, operating } from './operating.ts'
import { OpsError } from './ops-error.ts'

/**
 * One look of an operator into a facility's data: as the app's role, to which the database shows that facility while the
 * session is open and nothing otherwise, and with a row in the facility's log that names the patients (Q40).
 */
export async function looking<T>(
	ops: Ops,
	sessionId: Id,
	what: string,
	look: (access: Access, facilityId: Id) => Promise<T>,
): Promise<T> {
	return await operating(ops, async ({ db, vault, operator }) => {
		const [session] = await db
			.select({
				facilityId: breakGlass.facilityId,
				ticket: breakGlass.ticket,
				open: sql<boolean>`${breakGlass.endedAt} is null and ${breakGlass.expiresAt} > now()`,
			})
			.from(breakGlass)
			.where(and(eq(breakGlass.id, sessionId), eq(breakGlass.operatorId, operator.personId)))
		if (!session) throw new OpsError('There is no such session of yours.')
		if (!session.open) throw new OpsError('This session has ended. Open another one, with its reason.')
		const { facilityId, ticket } = session
		await db.execute(sql`set local role enshin_app`)
		await db.execute(sql`select set_config('enshin.facility', ${facilityId}, true)`)
		const { personId, assignmentId } = operator
		const work = {
			db,
			vault,
			requestId: sessionId,
			address: null,
			actor: {
				personId,
				actingId: personId,
				assignmentId,
				role: 'ops' as const,
				facilityId,
				practitionerId: null,
				locale: 'ja' as const,
				sessionId,
				sessionState: 'full' as const,
				locked: false,
				emergency: false,
				authenticatedAt: new Date(),
			},
		}
		return await accessing(work, 'break_glass.read', async (access) => {
			Object.assign(access.detail, { breakGlassId: sessionId, ticket, what })
			return await look(access, facilityId)
		})
	})
}
