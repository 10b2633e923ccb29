import type { Id } from '@enshin/contracts/ids.ts'
import type { Tx } from '@enshin/db/client.ts'
import { publish } from '@enshin/db/events.ts'
import {
	assignments,
	credentials,
	dataKeys,
	membershipLabels,
	memberships,
	people,
	searchTokens,
	sessions,
} from '@enshin/db/schema/index.ts'
import { destroyKeys } from '@enshin/db/sealing/destroy-keys.ts'
import type { Owner } from '@enshin/db/sealing/vault.ts'
import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm'

/** A patient: their key, what finds them, and what facilities wrote down about them under keys of their own. */
export async function destroyPerson(tx: Tx, personId: Id): Promise<number> {
	const count = await destroy(tx, { kind: 'person', id: personId })
	await tx.delete(searchTokens).where(eq(searchTokens.patientId, personId))
	const theirs = tx.select({ id: memberships.id }).from(memberships).where(eq(memberships.patientId, personId))
	await tx.delete(membershipLabels).where(inArray(membershipLabels.membershipId, theirs))
	await tx
		.update(memberships)
		.set({ chartNumber: null, chartNumberIndex: null, karteNumber: null, karteNumberIndex: null, refusalReason: null })
		.where(eq(memberships.patientId, personId))
	await endPeople(tx, [personId])
	const at = new Date()
	await tx
		.update(people)
		.set({ leftAt: sql`coalesce(${people.leftAt}, ${at.toISOString()}::timestamptz)` })
		.where(eq(people.id, personId))
	await publish(tx, { type: 'access.ended', personId, facilityId: null, at: at.toISOString() })
	return count
}

/** A facility: its key, those of its people who are nowhere else, and what finds its patients. Patients keep their own. */
export async function destroyFacility(tx: Tx, facilityId: Id): Promise<number> {
	let count = await destroy(tx, { kind: 'facility', id: facilityId })
	await tx.delete(searchTokens).where(eq(searchTokens.facilityId, facilityId))
	await tx.delete(membershipLabels).where(eq(membershipLabels.facilityId, facilityId))
	await tx
		.update(memberships)
		.set({ chartNumberIndex: null, karteNumberIndex: null })
		.where(eq(memberships.facilityId, facilityId))
	const its = await tx.execute<{ id: Id }>(sql`
		select a.person_id as id from assignments a where a.facility_id = ${facilityId}::uuid
		and not exists (select from assignments b where b.person_id = a.person_id and b.facility_id is distinct from a.facility_id)`)
	const ids = its.map(({ id }) => id)
	for (const id of ids) count += await destroy(tx, { kind: 'person', id })
	await endPeople(tx, ids)
	return count
}

async function destroy(tx: Tx, owner: Owner): Promise<number> {
	const living = and(eq(dataKeys.ownerId, owner.id), eq(dataKeys.ownerKind, owner.kind), isNotNull(dataKeys.wrapped))
	const count = await tx.$count(dataKeys, living)
	await destroyKeys(tx, owner)
	return count
}

/** Nobody signs in with them again; their factors, links and former passwords go with the credentials. */
async function endPeople(tx: Tx, ids: Id[]): Promise<void> {
	if (ids.length === 0) return
	const theirs = tx.select({ id: assignments.id }).from(assignments).where(inArray(assignments.personId, ids))
	await tx.delete(sessions).where(inArray(sessions.assignmentId, theirs))
	await tx.delete(credentials).where(inArray(credentials.personId, ids))
	await tx
		.update(assignments)
		.set({ status: 'removed', statusChangedAt: sql`now()` })
		.where(inArray(assignments.personId, ids))
}
