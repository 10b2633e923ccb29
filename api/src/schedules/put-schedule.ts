import type { Schedule, scheduleAnswer } from '@enshin/contracts/api.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import { daysOff, schedules, weeklyHours } from '@enshin/db/schema/index.ts'
import { eq, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { accessing } from '../access-log/accessing.ts'
import { lockDiaries } from '../appointments/lock-diaries.ts'
import type { Work } from '../http/context.ts'
import { checkSchedule } from './check-schedule.ts'
import { findPractitioner } from './find-practitioner.ts'
import { presentSchedule } from './get-schedule.ts'

/**
 * Replaces a practitioner's schedule. No appointment is touched: those that it no longer has are in the answer, to be
 * moved. Throws `schedule.invalid`, or `not_found` for another facility's practitioner.
 */
export async function putSchedule(
	work: Work,
	practitionerId: Id,
	wanted: Schedule,
	now = new Date(),
): Promise<z.infer<typeof scheduleAnswer>> {
	const { practitioner } = await findPractitioner(work.db, practitionerId)
	if (work.actor.facilityId !== practitioner.facilityId) throw new ProblemError('not_found')
	const schedule = checkSchedule(wanted)
	return await accessing(work, 'schedule.write', async (access) => {
		const tx = access.db
		// A booking under way was checked against the old hours: it is in the answer below, not after it.
		await lockDiaries(tx, [practitionerId])
		const { slotMinutes } = schedule
		await tx
			.insert(schedules)
			.values({ practitionerId, slotMinutes })
			.onConflictDoUpdate({ target: schedules.practitionerId, set: { slotMinutes, updatedAt: sql`now()` } })
		await tx.delete(weeklyHours).where(eq(weeklyHours.practitionerId, practitionerId))
		await tx.delete(daysOff).where(eq(daysOff.practitionerId, practitionerId))
		const hours = schedule.hours.map((row) => ({ practitionerId, ...row }))
		if (hours.length > 0) await tx.insert(weeklyHours).values(hours)
		const days = schedule.daysOff.map((day) => ({ practitionerId, day }))
		if (days.length > 0) await tx.insert(daysOff).values(days)
		return await presentSchedule(access, practitionerId, now)
	})
}
