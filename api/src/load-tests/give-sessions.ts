import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { askLoadTestSessions, LoadTestSessions } from '@enshin/contracts/load-test.ts'
import type { Db } from '@enshin/db/client.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { loadTestPairs, sessions } from '@enshin/db/schema/index.ts'
import { and, asc, eq, gte, inArray, lt, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { appendEntry } from '../access-log/append-entry.ts'
import { hashSessionToken, newSessionToken } from '../accounts/session-token.ts'
import type { Consent } from './find-consent.ts'

type Asked = { consent: Consent; requestId: string; address: string | null }

/**
 * Full sessions of synthetic people, as good as the consent is long; nobody else's. They have no password, so this is the
 * only way to be one of them. In scope `auth`. Throws `load_test.too_many` beyond the consent's pairs.
 */
export async function giveSessions(
	auth: Db,
	{ consent, requestId, address }: Asked,
	{ from, count }: z.output<typeof askLoadTestSessions>,
): Promise<LoadTestSessions> {
	const { id: consentId, facilityId, pairs, expiresAt } = consent
	if (from + count > pairs) throw new ProblemError('load_test.too_many')
	const { n } = loadTestPairs
	return await auth.transaction(async (tx) => {
		const found = await tx
			.select()
			.from(loadTestPairs)
			.where(and(eq(loadTestPairs.facilityId, facilityId), gte(n, from), lt(n, from + count)))
			.orderBy(asc(n))
		const doctors = made(found.map(({ doctorAssignmentId }) => doctorAssignmentId))
		const patients = made(found.map(({ patientAssignmentId }) => patientAssignmentId))
		const all = [...doctors, ...patients]
		const expired = lt(sessions.expiresAt, sql`now()`)
		const theirs = inArray(
			sessions.assignmentId,
			all.map(({ row }) => row.assignmentId),
		)
		await tx.delete(sessions).where(and(theirs, expired))
		const ends = { idleExpiresAt: expiresAt, expiresAt, methods: 'load_test' }
		await tx.insert(sessions).values(all.map(({ row }) => ({ ...row, ...ends })))
		await appendEntry(tx, {
			chainId: facilityId,
			actorId: null,
			action: 'load_test.sessions',
			subjects: [],
			detail: { requestId, address, consentId, from, count },
		})
		const tokenOf = (of: typeof all, at: number) => of[at]?.token ?? ''
		return {
			facilityId,
			pairs,
			expiresAt: expiresAt.toISOString(),
			sessions: found.map(({ n: nth, practitionerId, patientId }, at) => ({
				n: nth,
				practitionerId,
				patientId,
				doctor: tokenOf(doctors, at),
				patient: tokenOf(patients, at),
			})),
		}
	})
}

function made(assignmentIds: readonly Id[]) {
	return assignmentIds.map((assignmentId) => {
		const token = newSessionToken()
		return { token, row: { id: newId(), assignmentId, tokenHash: hashSessionToken(token) } }
	})
}
