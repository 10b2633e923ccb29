import type { Appointment } from '@enshin/contracts/api.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Sealed } from '@enshin/db/schema/columns.ts'
import { memberships, people, searchTokens } from '@enshin/db/schema/index.ts'
import { foldName } from '@enshin/db/sealing/fold-name.ts'
import { nameQueryToken } from '@enshin/db/sealing/name-tokens.ts'
import { and, eq, inArray, isNotNull, or, type SQL, sql } from 'drizzle-orm'
import { type Access, accessing } from '../access-log/accessing.ts'
import type { Work } from '../http/context.ts'
import { facility, openCellOrNull, person } from '../sealed/open-cells.ts'
import { openPatient } from '../sealed/open-person.ts'

/** Rows one answer holds: enough to pick from, few enough that nobody reads a clinic's whole list through a search. */
export const foundAtMost = 20

/**
 * A facility's approved patients whose name or ふりがな begins with the words (family name, given name, or both), or whose
 * 患者ID or 診察券番号 they are. Only that facility's own people get an answer; to everybody else there is no such facility.
 */
export async function findPatients(work: Work, facilityId: Id, words: string): Promise<Appointment['patient'][]> {
	if (work.actor.facilityId !== facilityId) throw new ProblemError('not_found')
	return await accessing(work, 'patient.search', async (access) => {
		const found = await access.db
			.select({
				id: people.id,
				name: people.name,
				kana: people.kana,
				birthDate: sql<Sealed>`${people.birthDate}`,
				sex: sql<Sealed>`${people.sex}`,
				patientNumber: sql<string>`${people.patientNumber}`,
				membershipId: memberships.id,
				chartNumber: memberships.chartNumber,
			})
			.from(memberships)
			.innerJoin(people, eq(people.id, memberships.patientId))
			.where(
				and(
					eq(memberships.facilityId, facilityId),
					eq(memberships.status, 'approved'),
					isNotNull(people.patientNumber),
					matches(access, facilityId, words),
				),
			)
			.orderBy(people.id)
			.limit(foundAtMost)
		return await open(access, facilityId, found)
	})
}

type Row = Parameters<typeof openPatient>[2] & {
	id: Id
	patientNumber: string
	membershipId: Id
	chartNumber: Sealed | null
}

async function open(access: Access, facilityId: Id, rows: Row[]): Promise<Appointment['patient'][]> {
	const keys = await access.vault.keys(access.db, [facility(facilityId), ...rows.map(({ id }) => person(id))])
	access.touch(...rows.map(({ id }) => id))
	const patients = rows.map((row) => {
		const at = { table: 'memberships', column: 'chart_number', row: row.membershipId }
		const chartNumber = openCellOrNull(keys, facility(facilityId), at, row.chartNumber)
		return { id: row.id, ...openPatient(keys, row.id, row), patientNumber: row.patientNumber, chartNumber }
	})
	return patients.toSorted((a, b) => a.kana.localeCompare(b.kana, 'ja'))
}

/** Names are found by their blind index, numbers as a whole. */
function matches({ db, vault }: Access, facilityId: Id, words: string): SQL | undefined {
	if (foldName(words) === '') return undefined
	const token = nameQueryToken(vault, facilityId, words)
	const number = words.normalize('NFKC').trim().toLowerCase()
	const named = db
		.select({ id: searchTokens.patientId })
		.from(searchTokens)
		.where(and(eq(searchTokens.facilityId, facilityId), eq(searchTokens.token, token)))
	return or(
		inArray(people.id, named),
		eq(memberships.chartNumberIndex, vault.index('chart_number', facilityId, number)),
		eq(people.patientNumber, number),
	)
}
