import type { Appointment } from '@enshin/contracts/api.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Db } from '@enshin/db/client.ts'
import { memberships, people } from '@enshin/db/schema/index.ts'
import { and, asc, eq, isNotNull, or, type SQL, sql } from 'drizzle-orm'
import type { Actor } from '../http/context.ts'
import { foldForSearch } from './fold-for-search.ts'

/** Rows one answer holds: enough to pick from, few enough that nobody reads a clinic's whole list through a search. */
export const foundAtMost = 20

/**
 * A facility's approved patients whose name, ふりがな, 患者ID or 診察券番号 holds the words. Only that facility's own
 * people get an answer; to everybody else there is no such facility.
 */
export async function findPatients(
	db: Db,
	actor: Actor,
	facilityId: string,
	words: string,
): Promise<Appointment['patient'][]> {
	if (actor.facilityId !== facilityId) throw new ProblemError('not_found')
	const found = await db
		.select({
			id: people.id,
			name: people.name,
			kana: people.kana,
			birthDate: people.birthDate,
			sex: people.sex,
			patientNumber: people.patientNumber,
			chartNumber: memberships.chartNumber,
		})
		.from(memberships)
		.innerJoin(people, eq(people.id, memberships.patientId))
		.where(
			and(
				eq(memberships.facilityId, facilityId),
				eq(memberships.status, 'approved'),
				isNotNull(people.patientNumber),
				matches(foldForSearch(words)),
			),
		)
		.orderBy(asc(people.kana), asc(people.id))
		.limit(foundAtMost)
	return found.flatMap(({ birthDate, sex, patientNumber, ...person }) =>
		birthDate && sex && patientNumber ? [{ ...person, birthDate, sex, patientNumber }] : [],
	)
}

/** `strpos` and not `like`: the words are no pattern. A name is compared without its space. */
function matches(folded: string): SQL | undefined {
	if (folded === '') return undefined
	const names = [people.name, people.kana].map(
		(column) => sql`strpos(regexp_replace(lower(normalize(${column}, NFKC)), '\\s', '', 'g'), ${folded}) > 0`,
	)
	const numbers = [people.patientNumber, memberships.chartNumber].map(
		(column) => sql`strpos(lower(${column}), ${folded}) > 0`,
	)
	return or(...names, ...numbers)
}
