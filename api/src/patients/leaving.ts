import type { Id } from '@enshin/contracts/ids.ts'
import type { Leaving } from '@enshin/contracts/profile.ts'
import { tokyoDay } from '@enshin/contracts/tokyo.ts'
import type { Db } from '@enshin/db/client.ts'
import { appointments, calls, credentials, facilities, proxies } from '@enshin/db/schema/index.ts'
import { and, asc, eq, gt, isNull, ne, notExists } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { accessing } from '../access-log/accessing.ts'
import type { Work } from '../http/context.ts'
import { facility } from '../sealed/open-cells.ts'
import { openFacility } from '../sealed/open-facility.ts'
import { membersOf } from './family.ts'
import { ownOnly } from './own-only.ts'
import { retentionOf } from './retention.ts'

/** What leaving (利用停止) would do, before anybody does it. */
export function previewLeaving(work: Work, auth: Db, now = new Date()): Promise<Leaving> {
	ownOnly(work.actor)
	return accessing(work, 'profile.read', async (access) => {
		const { db, vault, actor } = access
		access.detail.what = 'leaving'
		const booked = await bookedAhead(db, actor.personId, now)
		const keys = await vault.keys(
			db,
			booked.map((row) => facility(row.facility.id)),
		)
		const alone = await dependants(auth, actor.personId)
		const members = await membersOf(access)
		const { dueAt, kept } = await retentionOf(db, actor.personId, now)
		access.touch(actor.personId)
		return {
			appointments: booked.map((row) => ({
				id: row.id,
				startsAt: row.during.startsAt.toISOString(),
				facilityName: openFacility(keys, row.facility).name,
			})),
			members: members
				.filter(({ patientId }) => alone.includes(patientId))
				.map(({ patientId, name }) => ({ patientId, name })),
			keptUntil: kept ? tokyoDay(dueAt) : null,
		}
	})
}

/** A patient's booked visits that have not begun. */
export async function bookedAhead(db: Db, patientId: Id, now: Date) {
	return await db
		.select({
			id: appointments.id,
			during: appointments.during,
			callId: calls.id,
			facility: { id: facilities.id, name: facilities.name, telephone: facilities.telephone },
		})
		.from(appointments)
		.innerJoin(calls, eq(calls.appointmentId, appointments.id))
		.innerJoin(facilities, eq(facilities.id, appointments.facilityId))
		.where(
			and(eq(appointments.patientId, patientId), eq(appointments.status, 'booked'), gt(appointments.startsAt, now)),
		)
		.orderBy(asc(appointments.startsAt))
}

const others = alias(proxies, 'others')

/**
 * Those who have nobody but this guardian, and cannot sign in by themselves: when the guardian goes, they go. In scope
 * `auth`, which alone sees whether anybody else acts for them.
 */
export async function dependants(auth: Db, guardianId: Id): Promise<Id[]> {
	const another = auth
		.select({ id: others.id })
		.from(others)
		.where(and(eq(others.patientId, proxies.patientId), ne(others.guardianId, guardianId), isNull(others.endedAt)))
	const ownDoor = auth
		.select({ id: credentials.id })
		.from(credentials)
		.where(and(eq(credentials.personId, proxies.patientId), isNull(credentials.facilityId)))
	const found = await auth
		.select({ patientId: proxies.patientId })
		.from(proxies)
		.where(and(eq(proxies.guardianId, guardianId), isNull(proxies.endedAt), notExists(another), notExists(ownDoor)))
	return found.map(({ patientId }) => patientId)
}
