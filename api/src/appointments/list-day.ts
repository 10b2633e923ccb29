import type { Appointment } from '@enshin/contracts/api.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import { addDays, tokyoDay, tokyoMoment } from '@enshin/contracts/tokyo.ts'
import { appointments } from '@enshin/db/schema/index.ts'
import { and, eq, gte, lt } from 'drizzle-orm'
import { accessing } from '../access-log/accessing.ts'
import type { Work } from '../http/context.ts'
import { presentLater } from './present.ts'
import { selectAppointments, startsAt } from './select-appointments.ts'

/** 本日の予約: what begins on a day in Asia/Tokyo (today when left out), cancelled ones too. For the facility's people. */
export async function listDay(work: Work, facilityId: Id, day?: string, now = new Date()): Promise<Appointment[]> {
	if (work.actor.facilityId !== facilityId) throw new ProblemError('not_found')
	const date = day ?? tokyoDay(now)
	const onThatDay = and(
		eq(appointments.facilityId, facilityId),
		gte(startsAt, tokyoMoment(date).toISOString()),
		lt(startsAt, tokyoMoment(addDays(date, 1)).toISOString()),
	)
	return await accessing(work, 'appointment.list_day', async (access) => {
		access.detail.day = date
		return await presentLater(access, await selectAppointments(access.db, onThatDay), now)
	})
}
