import type { Id } from '@enshin/contracts/ids.ts'
import type { OwnMembership } from '@enshin/contracts/memberships.ts'
import { facilities, memberships } from '@enshin/db/schema/index.ts'
import { and, desc, eq, type SQL } from 'drizzle-orm'
import { type Access, accessing } from '../access-log/accessing.ts'
import type { Work } from '../http/context.ts'
import { facility, openCellOrNull } from '../sealed/open-cells.ts'
import { openFacility } from '../sealed/open-facility.ts'

/** A patient's 利用登録, latest first. */
export function listOwnMemberships(work: Work): Promise<OwnMembership[]> {
	return accessing(work, 'membership.list', async (access) => {
		access.touch(access.actor.personId)
		return await ownMemberships(access)
	})
}

export async function ownMembership(access: Access, id: Id): Promise<OwnMembership | undefined> {
	const [found] = await ownMemberships(access, eq(memberships.id, id))
	return found
}

/** Within an access that is about more. */
export async function ownMemberships({ db, vault, actor }: Access, which?: SQL): Promise<OwnMembership[]> {
	const rows = await db
		.select({
			id: memberships.id,
			status: memberships.status,
			refusalReason: memberships.refusalReason,
			createdAt: memberships.createdAt,
			decidedAt: memberships.decidedAt,
			facility: {
				id: facilities.id,
				code: facilities.code,
				name: facilities.name,
				kind: facilities.kind,
				telephone: facilities.telephone,
			},
		})
		.from(memberships)
		.innerJoin(facilities, eq(facilities.id, memberships.facilityId))
		.where(and(eq(memberships.patientId, actor.personId), which))
		.orderBy(desc(memberships.createdAt))
	const keys = await vault.keys(
		db,
		rows.map((row) => facility(row.facility.id)),
	)
	return rows.map(({ createdAt, decidedAt, refusalReason, ...row }) => ({
		...row,
		facility: openFacility(keys, row.facility),
		refusalReason: openCellOrNull(
			keys,
			facility(row.facility.id),
			{ table: 'memberships', column: 'refusal_reason', row: row.id },
			refusalReason,
		),
		requestedAt: createdAt.toISOString(),
		decidedAt: decidedAt?.toISOString() ?? null,
	}))
}
