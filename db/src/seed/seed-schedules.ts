import type { Id } from '@enshin/contracts/ids.ts'
import { tokyoClock, tokyoDay, tokyoWeekday } from '@enshin/contracts/tokyo.ts'
import { and, eq } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { schedules, weeklyHours } from '../schema/index.ts'

export const slotMinutes = 15
const opening = { from: '09:00', to: '21:00' }
const everyDay = [1, 2, 3, 4, 5, 6, 7]

/**
 * Hours on every day of the week, for who has none yet. Somebody who tries the demo in the middle of the night finds
 * somebody on night duty: hours around now are added to today's, or all that happens would lie outside the schedule.
 */
export async function seedSchedule(tx: Tx, practitionerId: Id, now: Date): Promise<void> {
	const made = await tx.insert(schedules).values({ practitionerId, slotMinutes }).onConflictDoNothing().returning()
	if (made.length > 0) {
		await tx.insert(weeklyHours).values(everyDay.map((weekday) => ({ practitionerId, weekday, ...opening })))
	}
	const duty = nightDuty(tokyoClock(now))
	if (!duty) return
	const weekday = tokyoWeekday(tokyoDay(now))
	await tx
		.delete(weeklyHours)
		.where(
			and(
				eq(weeklyHours.practitionerId, practitionerId),
				eq(weeklyHours.weekday, weekday),
				eq(weeklyHours.from, duty.from),
			),
		)
	await tx.insert(weeklyHours).values({ practitionerId, weekday, ...duty })
}

/** The rest of the night on the same day, before or after opening hours; null within them, or if too little is left. */
export function nightDuty(clock: string): { from: string; to: string } | null {
	if (clock < opening.from) return { from: '00:00', to: opening.from }
	return clock >= opening.to ? { from: opening.to, to: '23:59' } : null
}
