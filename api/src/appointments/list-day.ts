import type { Appointment } from '@enshin/contracts/api.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import { addDays, tokyoDay, tokyoMoment } from '@enshin/contracts/tokyo.ts'
import type { Db } from '@enshin/db/client.ts'
import { appointments } from '@enshin/db/schema/index.ts'
import { and, eq, gte, lt } from 'drizzle-orm'
import type { Actor } from '../http/context.ts'
import { presentAll } from './present.ts'
import { selectAppointments, startsAt } from './select-appointments.ts'

/** 本日の予約: what begins on a day in Asia/Tokyo (today when left out), cancelled ones too. For the facility's people. */
export async function listDay(
	db: Db,
	actor: Actor,
	facilityId: Id,
	day?: string,
	now = new Date(),
): Promise<Appointment[]> {
	if (actor.facilityId !== facilityId) throw new ProblemError('not_found')
	const date = day ?? tokyoDay(now)
	const onThatDay = and(
		eq(appointments.facilityId, facilityId),
		gte(startsAt, tokyoMoment(date).toISOString()),
		lt(startsAt, tokyoMoment(addDays(date, 1)).toISOString()),
	)
	return await presentAll(db, actor, await selectAppointments(db, onThatDay), now)
}
