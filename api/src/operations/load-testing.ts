import type { AccessAction } from '@enshin/contracts/access-log.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Db, Tx } from '@enshin/db/client.ts'
import { assignments, loadTestConsents, loadTestPairs } from '@enshin/db/schema/index.ts'
import type { Vault } from '@enshin/db/sealing/vault.ts'
import { and, eq, isNull, or, sql } from 'drizzle-orm'
import { appendEntry, type Entry } from '../access-log/append-entry.ts'
import { cancelWhatWaits, endTheirSessions } from '../load-tests/end-sessions.ts'
import { type Operator, operating } from './operating.ts'

export type Parts = { db: Db; vault: Vault }
type Record = (facilityId: Id, action: AccessAction, detail: Entry['detail']) => Promise<void>

/**
 * One transaction about the load test, one at a time; by an operator, or by the machine's own owner (null), who holds the
 * database's password and needs no account in it.
 */
export async function loadTesting<T>(
	{ db, vault }: Parts,
	by: Operator | null,
	work: (tx: Tx, record: Record) => Promise<T>,
): Promise<T> {
	const locked = async (tx: Tx, record: Record) => {
		await tx.execute(sql`select pg_advisory_xact_lock(hashtext('enshin load test'))`)
		return await work(tx, record)
	}
	if (by) return await operating({ db, vault, operator: by, webOrigin: '' }, (ops) => locked(ops.db, ops.record))
	return await db.transaction(async (tx) => {
		await tx.execute(sql`select set_config('enshin.scope', 'service', true)`)
		return await locked(tx, (chainId, action, detail) =>
			appendEntry(tx, { chainId, actorId: null, action, subjects: [], detail }),
		)
	})
}

/** Ends what an open consent allowed: its token, the sessions handed out with their calls, what was booked. */
export async function endConsents(tx: Tx, facilityId: Id): Promise<{ closed: number; sessions: number }> {
	const closed = await tx
		.update(loadTestConsents)
		.set({ closedAt: sql`now()` })
		.where(and(eq(loadTestConsents.facilityId, facilityId), isNull(loadTestConsents.closedAt)))
		.returning({ id: loadTestConsents.id })
	const sessions = await endTheirSessions(tx, facilityId)
	await cancelWhatWaits(tx, facilityId)
	return { closed: closed.length, sessions }
}

/** Whether the synthetic people may be here at all. */
export async function letPeopleIn(tx: Tx, facilityId: Id, status: 'active' | 'disabled'): Promise<void> {
	const { doctorAssignmentId, patientAssignmentId } = loadTestPairs
	const either = or(eq(doctorAssignmentId, assignments.id), eq(patientAssignmentId, assignments.id))
	const theirs = tx
		.select({ n: loadTestPairs.n })
		.from(loadTestPairs)
		.where(and(eq(loadTestPairs.facilityId, facilityId), either))
	await tx
		.update(assignments)
		.set({ status, statusChangedAt: sql`now()` })
		.where(sql`exists ${theirs} and ${assignments.status} <> ${status}`)
}
