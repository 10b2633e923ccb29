import type { Id } from '@enshin/contracts/ids.ts'
import { maintenanceShownDays, type Notice } from '@enshin/contracts/operations.ts'
import type { Db } from '@enshin/db/client.ts'
import { facilities, memberships, notices } from '@enshin/db/schema/index.ts'
import { and, asc, desc, eq, gt, inArray, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import type { Actor } from '../http/context.ts'

/** How long back the feed tells. */
const feedDays = 90

/**
 * What is to be told now: open incidents, and maintenance from a week before until it is closed. Of all, and of the
 * facilities named; incidents first.
 */
export async function listNotices(db: Db, facilityIds: readonly Id[]): Promise<Notice[]> {
	const ahead = sql`now() + make_interval(days => ${maintenanceShownDays})`
	const now = and(isNull(notices.closedAt), or(eq(notices.kind, 'incident'), lte(notices.startsAt, ahead)))
	const mine = facilityIds.length === 0 ? undefined : inArray(notices.facilityId, [...facilityIds])
	return await select(db, and(now, or(isNull(notices.facilityId), mine)), [desc(notices.kind), asc(notices.startsAt)])
}

/** The change information page (WP§9): what everybody was told within 90 days, newest first, over or not. */
export async function listPastNotices(db: Db): Promise<Notice[]> {
	const recent = gt(notices.createdAt, sql`now() - make_interval(days => ${feedDays})`)
	return await select(db, and(isNull(notices.facilityId), recent), [desc(notices.createdAt)])
}

/** The facilities whose notices concern somebody: their own, or those where they asked for 利用登録. */
export async function facilitiesOf(db: Db, { facilityId, personId }: Actor): Promise<Id[]> {
	if (facilityId !== null) return [facilityId]
	const known = await db
		.select({ id: memberships.facilityId })
		.from(memberships)
		.where(eq(memberships.patientId, personId))
	return known.map(({ id }) => id)
}

/** A facility's page is open to anybody, and so is what it has to tell. */
export async function facilityAt(db: Db, slug: string | undefined): Promise<Id[]> {
	if (slug === undefined) return []
	const found = await db.select({ id: facilities.id }).from(facilities).where(eq(facilities.slug, slug))
	return found.map(({ id }) => id)
}

async function select(db: Db, where: SQL | undefined, orderBy: SQL[]): Promise<Notice[]> {
	const rows = await db
		.select()
		.from(notices)
		.where(where)
		.orderBy(...orderBy)
		.limit(100)
	return rows.map((row) => ({
		id: row.id,
		kind: row.kind,
		facilityId: row.facilityId,
		title: { ja: row.titleJa, en: row.titleEn },
		body: { ja: row.bodyJa, en: row.bodyEn },
		startsAt: row.startsAt.toISOString(),
		endsAt: row.endsAt?.toISOString() ?? null,
		closedAt: row.closedAt?.toISOString() ?? null,
		report: row.reportJa === null ? null : { ja: row.reportJa, en: row.reportEn ?? row.reportJa },
	}))
}
