import type { Slot } from '@enshin/contracts/api.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import { addDays, tokyoDay, tokyoMoment } from '@enshin/contracts/tokyo.ts'
import type { Db } from '@enshin/db/client.ts'
import type { Interval } from '@enshin/db/interval.ts'
import { appointments, practitioners } from '@enshin/db/schema/index.ts'
import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import { mayUseFacility } from '../appointments/may-use-facility.ts'
import type { Actor } from '../http/context.ts'
import { emptySchedule, readSchedules } from './read-schedules.ts'
import { freeSlots } from './slots.ts'

export interface WantedSlots {
	/** A day in Asia/Tokyo; today when left out. */
	from?: string
	days: number
	/** One of the facility's; all of them when left out. */
	practitionerId?: Id
}

/**
 * What can be booked at a facility, earliest first. A patient is not offered what overlaps their own appointments
 * elsewhere. Throws what `mayUseFacility` throws; an unknown practitioner has no slots.
 */
export async function listSlots(
	db: Db,
	actor: Actor,
	facilityId: Id,
	wanted: WantedSlots,
	now = new Date(),
): Promise<Slot[]> {
	await mayUseFacility(db, actor, facilityId)
	const ids = await findPractitionerIds(db, facilityId, wanted.practitionerId)
	const { days, from = tokyoDay(now) } = wanted
	const window = { startsAt: tokyoMoment(from), endsAt: tokyoMoment(addDays(from, days)) }
	const schedules = await readSchedules(db, ids)
	const patientId = actor.role === 'patient' ? actor.personId : null
	const { busy: booked, own } = await findBusy(db, ids, patientId, window)
	const slots = ids.flatMap((practitionerId) => {
		const schedule = schedules.get(practitionerId) ?? emptySchedule
		const theirs = booked.filter((other) => other.practitionerId === practitionerId)
		const busy = [...theirs, ...own].map(({ during }) => during)
		return freeSlots(schedule, { from, days, busy, now }).map((slot) => ({ practitionerId, ...slot }))
	})
	return slots
		.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
		.map(({ practitionerId, startsAt, endsAt }) => ({
			practitionerId,
			startsAt: startsAt.toISOString(),
			endsAt: endsAt.toISOString(),
		}))
}

async function findPractitionerIds(db: Db, facilityId: Id, only: Id | undefined): Promise<Id[]> {
	const found = await db
		.select({ id: practitioners.id })
		.from(practitioners)
		.where(
			and(
				eq(practitioners.facilityId, facilityId),
				isNull(practitioners.withdrawnAt),
				only ? eq(practitioners.id, only) : undefined,
			),
		)
		.orderBy(practitioners.id)
	return found.map(({ id }) => id)
}

/** When these practitioners are busy, with whomever, and the patient anywhere: times, and nothing else of anybody's day. */
async function findBusy(db: Db, practitionerIds: Id[], patientId: Id | null, window: Interval) {
	const { during } = appointments
	const within = sql.param(window, during)
	const asked = `{${practitionerIds.join(',')}}`
	const busy = await db
		.select({ practitionerId: sql<Id>`practitioner_id`, during: sql<Interval>`during`.mapWith(during) })
		.from(sql`busy_times(${asked}::uuid[], ${within})`)
	const own = patientId
		? await db
				.select({ during })
				.from(appointments)
				.where(
					and(eq(appointments.patientId, patientId), ne(appointments.status, 'cancelled'), sql`${during} && ${within}`),
				)
		: []
	return { busy, own }
}
