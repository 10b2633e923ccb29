import type { Id } from '@enshin/contracts/ids.ts'
import { publish } from '@enshin/db/events.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { assignments, disposals, facilities, links, sessions } from '@enshin/db/schema/index.ts'
import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { serviceStoppedMail } from '../notifications/templates/notices-closed.ts'
import { findFacility } from './find-facility.ts'
import { mailAdmins } from './mail-admins.ts'
import { type Ops, operating } from './operating.ts'
import { OpsError } from './ops-error.ts'

/**
 * サービス停止: ends a facility's use. Its people are out within 5 s of the commit, sockets and media included; its data
 * is kept for so many days, in which it may be fetched, and then another operator destroys it.
 */
export async function stopService(
	ops: Ops,
	wanted: { facility: string; reason: string; keepDays: number },
): Promise<{ disposalId: Id; dueAt: Date; mailed: number }> {
	return await operating(ops, async (within) => {
		const { db, operator, record } = within
		const found = await findFacility(within, wanted.facility)
		const { id: facilityId, name: facilityName } = found
		const [stopped] = await db
			.update(facilities)
			.set({ stoppedAt: sql`clock_timestamp()` })
			.where(and(eq(facilities.id, facilityId), isNull(facilities.stoppedAt)))
			.returning({ at: facilities.stoppedAt })
		const at = stopped?.at
		if (!at) throw new OpsError('This facility is stopped already.')
		const dueAt = new Date(at.getTime() + wanted.keepDays * 86_400_000)
		const mailed = await mailAdmins(within, facilityId, (locale) =>
			serviceStoppedMail(locale, { facilityName, at, until: dueAt }),
		)
		const its = db.select({ id: assignments.id }).from(assignments).where(eq(assignments.facilityId, facilityId))
		await db.delete(sessions).where(inArray(sessions.assignmentId, its))
		await db
			.update(links)
			.set({ revokedAt: sql`now()` })
			.where(and(eq(links.facilityId, facilityId), isNull(links.usedAt)))
		await publish(db, { type: 'access.ended', personId: null, facilityId, at: at.toISOString() })
		const disposalId = newId()
		await db.insert(disposals).values({
			id: disposalId,
			subject: 'facility',
			subjectId: facilityId,
			facilityId,
			reason: wanted.reason,
			requestedBy: operator.personId,
			dueAt,
		})
		await record(facilityId, 'service.stop', { disposalId })
		return { disposalId, dueAt, mailed }
	})
}
