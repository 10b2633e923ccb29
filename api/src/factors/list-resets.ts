import { isAdminRole } from '@enshin/contracts/accounts.ts'
import type { factorReset } from '@enshin/contracts/sign-in.ts'
import { approvals, assignments, people } from '@enshin/db/schema/index.ts'
import { asc, eq } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { z } from 'zod'
import type { Work } from '../http/context.ts'
import { facility, openCell, person } from '../sealed/open-cells.ts'
import { openName } from '../sealed/open-person.ts'
import { isPending, pendingColumns } from './pending-reset.ts'

/** The resets that wait in the reader's facility, oldest first. */
export async function listResets({ db, vault, actor }: Work): Promise<z.infer<typeof factorReset>[]> {
	const { facilityId } = actor
	if (facilityId === null) return []
	const asker = alias(people, 'asker')
	const rows = await db
		.select({ ...pendingColumns, personId: people.id, identity: people.identity, asker: asker.identity })
		.from(approvals)
		.innerJoin(assignments, eq(assignments.id, approvals.assignmentId))
		.innerJoin(people, eq(people.id, assignments.personId))
		.innerJoin(asker, eq(asker.id, approvals.requestedBy))
		.where(isPending)
		.orderBy(asc(approvals.createdAt))
	const owner = facility(facilityId)
	const keys = await vault.keys(db, [owner, ...rows.flatMap((row) => [person(row.personId), person(row.requestedBy)])])
	return rows.map((row) => ({
		id: row.id,
		assignmentId: row.assignmentId ?? row.id,
		personName: openName(keys, row.personId, row.identity).name,
		requestedByName: openName(keys, row.requestedBy, row.asker).name,
		reason: openCell(keys, owner, { table: 'approvals', column: 'reason', row: row.id }, row.reason),
		createdAt: row.createdAt.toISOString(),
		expiresAt: row.expiresAt.toISOString(),
		personDecides: row.personDecides,
		mine: isAdminRole(actor.role) && row.requestedBy !== actor.actingId && row.personId !== actor.actingId,
	}))
}
