import type { Id } from '@enshin/contracts/ids.ts'
import type { ListedPatient } from '@enshin/contracts/memberships.ts'
import { membershipLabels } from '@enshin/db/schema/index.ts'
import type { Keys } from '@enshin/db/sealing/vault.ts'
import { inArray } from 'drizzle-orm'
import type { Access } from '../access-log/accessing.ts'
import { facility, openCell, openCellOrNull, person } from '../sealed/open-cells.ts'
import { openPatient } from '../sealed/open-person.ts'
import type { PatientRow } from './select-patients.ts'
import { visitsOf } from './visits.ts'

/** Rows with their names and numbers, which makes it an access to these patients' data. Ordered by ふりがな. */
export async function openPatients(access: Access, facilityId: Id, rows: PatientRow[]): Promise<ListedPatient[]> {
	const { db, vault } = access
	const ids = rows.map(({ id }) => id)
	access.touch(...ids)
	const keys = await vault.keys(db, [facility(facilityId), ...ids.map(person)])
	const labels = await labelsOf(access, keys, facilityId, rows)
	const visits = await visitsOf(access, facilityId, ids)
	return rows
		.map((row) => ({
			...openListed(keys, facilityId, row),
			labels: labels.get(row.membershipId) ?? [],
			visit: visits.get(row.id) ?? null,
		}))
		.toSorted((a, b) => a.kana.localeCompare(b.kana, 'ja'))
}

export function openListed(keys: Keys, facilityId: Id, row: PatientRow): Omit<ListedPatient, 'labels' | 'visit'> {
	const { id, membershipId } = row
	const ofFacility = (column: string, cell: PatientRow['chartNumber']) =>
		openCellOrNull(keys, facility(facilityId), { table: 'memberships', column, row: membershipId }, cell)
	return {
		id,
		...openPatient(keys, id, row.identity),
		patientNumber: row.patientNumber,
		telephone: openCellOrNull(keys, person(id), { table: 'people', column: 'telephone', row: id }, row.telephone),
		membershipId,
		status: row.status,
		chartNumber: ofFacility('chart_number', row.chartNumber),
		karteNumber: ofFacility('karte_number', row.karteNumber),
		requestedAt: row.requestedAt.toISOString(),
		leftAt: row.leftAt?.toISOString() ?? null,
	}
}

export async function labelsOf(
	{ db }: Access,
	keys: Keys,
	facilityId: Id,
	rows: { membershipId: Id }[],
): Promise<Map<Id, ListedPatient['labels']>> {
	const ids = rows.map(({ membershipId }) => membershipId)
	const { id, membershipId, labelId, value } = membershipLabels
	const found = await db
		.select({ id, membershipId, labelId, value })
		.from(membershipLabels)
		.where(inArray(membershipId, ids))
	const of = new Map<Id, ListedPatient['labels']>()
	for (const row of found) {
		const place = { table: 'membership_labels', column: 'value', row: row.id }
		const label = { labelId: row.labelId, value: openCell(keys, facility(facilityId), place, row.value) }
		of.set(row.membershipId, [...(of.get(row.membershipId) ?? []), label])
	}
	return of
}
