import type { Schedule, WeeklyHours } from '@enshin/contracts/api.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import { isCalendarDay } from './calendar-day.ts'

/**
 * A schedule as it is kept: hours in the order of the week, each day off once. Throws `schedule.invalid`, naming the rows
 * as they were sent, when hours end before they start or overlap.
 */
export function checkSchedule(schedule: Schedule): Schedule {
	const badHours = schedule.hours.flatMap((row, index) => {
		if (row.from >= row.to) return [{ path: `hours.${index}.to`, message: 'from < to' }]
		const other = schedule.hours.findIndex((earlier) => clash(earlier, row))
		return other < index ? [{ path: `hours.${index}`, message: `overlaps hours.${other}` }] : []
	})
	const badDays = schedule.daysOff.flatMap((day, index) =>
		isCalendarDay(day) ? [] : [{ path: `daysOff.${index}`, message: 'out of range' }],
	)
	const issues = [...badHours, ...badDays]
	if (issues.length > 0) throw new ProblemError('schedule.invalid', { issues })
	return {
		slotMinutes: schedule.slotMinutes,
		hours: schedule.hours.toSorted((a, b) => a.weekday - b.weekday || (a.from < b.from ? -1 : 1)),
		daysOff: [...new Set(schedule.daysOff)].toSorted(),
	}
}

/** A row clashes with itself, too, so that the first one found is at the latest the row looked at. */
function clash(a: WeeklyHours, b: WeeklyHours): boolean {
	return a.weekday === b.weekday && a.from < b.to && b.from < a.to
}
