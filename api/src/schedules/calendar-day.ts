import { day } from '@enshin/contracts/ids.ts'

/** ISO 8601 knows year 0 and 9999; Postgres and day arithmetic stumble at them, and nobody is treated then. */
export function isCalendarDay(text: string): boolean {
	return text >= '1900-01-01' && text < '2200-01-01'
}

/** For queries: a day that an appointment could be on. */
export const calendarDay = day.refine(isCalendarDay, 'must be from 1900 to 2199')
