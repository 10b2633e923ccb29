import type { Id } from '@enshin/contracts/ids.ts'
import { accessLog, breakGlass } from '@enshin/db/schema/index.ts'
import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { type Ops, operating } from './operating.ts'
import { OpsError } from './ops-error.ts'

/** What an operator saw in one session (Q28, Q40): as the facility's own log says it, with the numbers of its rows. */
export type BreakGlassReport = {
	sessionId: Id
	facilityId: Id
	operatorId: Id
	ticket: string
	openedAt: string
	expiresAt: string
	endedAt: string | null
	rows: { seq: number; at: string; action: string; what: string | null; patients: Id[] }[]
}

/** Ends a session, early or after its time. Returns its report. */
export async function closeBreakGlass(ops: Ops, sessionId: Id): Promise<BreakGlassReport> {
	await operating(ops, async ({ db, operator, record }) => {
		const [ended] = await db
			.update(breakGlass)
			.set({ endedAt: sql`now()` })
			.where(
				and(eq(breakGlass.id, sessionId), eq(breakGlass.operatorId, operator.personId), isNull(breakGlass.endedAt)),
			)
			.returning({ facilityId: breakGlass.facilityId })
		if (!ended) throw new OpsError('There is no open session of yours with this id.')
		await record(ended.facilityId, 'break_glass.close', { breakGlassId: sessionId })
	})
	return await reportBreakGlass(ops, sessionId)
}

export async function reportBreakGlass({ db }: Pick<Ops, 'db'>, sessionId: Id): Promise<BreakGlassReport> {
	const [session] = await db.select().from(breakGlass).where(eq(breakGlass.id, sessionId))
	if (!session) throw new OpsError('There is no such session.')
	const rows = await db
		.select({
			seq: accessLog.seq,
			at: accessLog.at,
			action: accessLog.action,
			subjects: accessLog.subjects,
			what: sql<string | null>`${accessLog.entry}::jsonb #>> '{detail,what}'`,
		})
		.from(accessLog)
		.where(
			and(
				eq(accessLog.chainId, session.facilityId),
				eq(accessLog.actorId, session.operatorId),
				sql`${accessLog.entry}::jsonb #>> '{detail,breakGlassId}' = ${sessionId}`,
			),
		)
		.orderBy(asc(accessLog.seq))
	return {
		sessionId,
		facilityId: session.facilityId,
		operatorId: session.operatorId,
		ticket: session.ticket,
		openedAt: session.createdAt.toISOString(),
		expiresAt: session.expiresAt.toISOString(),
		endedAt: session.endedAt?.toISOString() ?? null,
		rows: rows.map(({ at, subjects, ...row }) => ({ ...row, at: at.toISOString(), patients: subjects })),
	}
}
