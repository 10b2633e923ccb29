import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import {
	foundAtMost,
	type ListedPatient,
	type searchPatients as searchPatientsQuery,
} from '@enshin/contracts/memberships.ts'
import { memberships } from '@enshin/db/schema/index.ts'
import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import { accessing } from '../access-log/accessing.ts'
import type { Work } from '../http/context.ts'
import { matching } from './matching.ts'
import { openPatients } from './open-patients.ts'
import { selectPatients } from './select-patients.ts'

type Wanted = z.output<typeof searchPatientsQuery>

/**
 * A facility's approved patients by name, ふりがな or any of their numbers; without words the latest. Only that facility's
 * own people get an answer; to everybody else there is no such facility. The search is logged by what kind it was and whom
 * it showed, never by its words.
 */
export async function searchPatients(
	work: Work,
	facilityId: Id,
	{ q, by, labelId }: Wanted,
): Promise<{ patients: ListedPatient[]; more: boolean }> {
	if (work.actor.facilityId !== facilityId) throw new ProblemError('not_found')
	return await accessing(work, 'patient.search', async (access) => {
		access.detail.by = by
		const found = await matching(access, facilityId, { q, by, labelId })
		const approved = eq(memberships.status, 'approved')
		const rows =
			found === 'nobody' ? [] : await selectPatients(access.db, facilityId, and(approved, found), foundAtMost + 1)
		const patients = await openPatients(access, facilityId, rows.slice(0, foundAtMost))
		return { patients, more: rows.length > foundAtMost }
	})
}

/** 承認待ち and 拒否: those who asked, the latest first. */
export async function listRequests(
	work: Work,
	facilityId: Id,
	status: 'pending' | 'refused',
): Promise<{ patients: ListedPatient[]; more: boolean }> {
	if (work.actor.facilityId !== facilityId) throw new ProblemError('not_found')
	return await accessing(work, 'membership.list', async (access) => {
		access.detail.status = status
		const rows = await selectPatients(access.db, facilityId, eq(memberships.status, status), requestsAtMost + 1)
		const patients = await openPatients(access, facilityId, rows.slice(0, requestsAtMost))
		return {
			// The first to ask is the first to be answered.
			patients: patients.toSorted((a, b) => a.requestedAt.localeCompare(b.requestedAt)),
			more: rows.length > requestsAtMost,
		}
	})
}
const requestsAtMost = 100
