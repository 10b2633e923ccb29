import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { FacilityPatient, LabelMembership } from '@enshin/contracts/memberships.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { labels as labelTable, membershipLabels, memberships } from '@enshin/db/schema/index.ts'
import { and, eq, inArray } from 'drizzle-orm'
import { type Access, accessing } from '../access-log/accessing.ts'
import type { Work } from '../http/context.ts'
import { facility } from '../sealed/open-cells.ts'
import { labelIndex } from './matching.ts'
import { numberTaken, sealNumbers } from './numbers.ts'
import { patientWithin } from './read-patient.ts'

/** 診察券番号, カルテNo and the facility's own labels of one of its patients. What is left out stays. */
export async function labelPatient(
	work: Work,
	facilityId: Id,
	patientId: Id,
	{ labels, ...numbers }: LabelMembership,
): Promise<FacilityPatient> {
	if (work.actor.facilityId !== facilityId) throw new ProblemError('not_found')
	const write = accessing(work, 'membership.label', async (access) => {
		const { db, vault } = access
		const membershipId = await findMembership(access, facilityId, patientId)
		const keys = await vault.keys(db, [facility(facilityId)])
		const sealed = sealNumbers(vault, keys, { facilityId, membershipId }, numbers)
		if (Object.keys(sealed).length > 0) {
			await db.update(memberships).set(sealed).where(eq(memberships.id, membershipId))
		}
		if (labels) await writeLabels(access, { facilityId, membershipId }, labels)
		return await patientWithin(access, facilityId, patientId)
	})
	return await write.catch(numberTaken)
}

async function findMembership({ db }: Access, facilityId: Id, patientId: Id): Promise<Id> {
	const [found] = await db
		.select({ id: memberships.id })
		.from(memberships)
		.where(and(eq(memberships.facilityId, facilityId), eq(memberships.patientId, patientId)))
	if (!found) throw new ProblemError('not_found')
	return found.id
}

async function writeLabels(
	access: Access,
	{ facilityId, membershipId }: { facilityId: Id; membershipId: Id },
	values: NonNullable<LabelMembership['labels']>,
): Promise<void> {
	const { db, vault } = access
	if (values.length === 0) return
	const ids = [...new Set(values.map(({ labelId }) => labelId))]
	// Another facility's labels are none here.
	const known = await db
		.select({ id: labelTable.id })
		.from(labelTable)
		.where(and(eq(labelTable.facilityId, facilityId), inArray(labelTable.id, ids)))
	if (known.length !== ids.length) throw new ProblemError('not_found')
	await db
		.delete(membershipLabels)
		.where(and(eq(membershipLabels.membershipId, membershipId), inArray(membershipLabels.labelId, ids)))
	const keys = await vault.keys(db, [facility(facilityId)])
	const last = new Map(values.map(({ labelId, value }) => [labelId, value]))
	const rows = [...last].flatMap(([labelId, value]) => {
		if (value === null) return []
		const id = newId()
		const cell = keys.seal(facility(facilityId), { table: 'membership_labels', column: 'value', row: id }, value)
		return [{ id, facilityId, membershipId, labelId, value: cell, valueIndex: labelIndex(access, facilityId, value) }]
	})
	if (rows.length > 0) await db.insert(membershipLabels).values(rows)
}
