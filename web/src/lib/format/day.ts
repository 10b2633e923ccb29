import { tokyoClock, tokyoDay, tokyoMoment } from '@enshin/contracts/tokyo.ts'

export { addDays } from '@enshin/contracts/tokyo.ts'

/** The calendar day on which a moment falls in Tokyo, `2026-11-22`. */
export function dayOf(moment: Date | string): string {
	return tokyoDay(new Date(moment))
}

/** Noon, so that the day prints as itself wherever it is read. */
export function noonOf(day: string): Date {
	return tokyoMoment(day, '12:00')
}

/** Full years, as Japanese law counts them for most purposes: one more on each birthday. */
export function ageOn(birthDate: string, day: string): number {
	const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4))
	return day.slice(5) < birthDate.slice(5) ? years - 1 : years
}

/** The hour of a moment in Tokyo, 0 to 23. */
export function hourOf(moment: Date | string): number {
	return Number(tokyoClock(new Date(moment)).slice(0, 2))
}
