/** A calendar day in Asia/Tokyo, `2026-11-22`. Japan has had no daylight saving time since 1951: a day is 24 hours. */
const tokyoDate = new Intl.DateTimeFormat('sv-SE', {
	timeZone: 'Asia/Tokyo',
	year: 'numeric',
	month: '2-digit',
	day: '2-digit',
})

/** The day on which a moment falls in Tokyo. */
export function dayOf(moment: Date | string): string {
	return tokyoDate.format(new Date(moment))
}

export function addDays(day: string, count: number): string {
	return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10)
}

/** Noon, so that the day prints as itself wherever it is read. */
export function noonOf(day: string): Date {
	return new Date(`${day}T12:00:00+09:00`)
}

/** Full years, as Japanese law counts them for most purposes: one more on each birthday. */
export function ageOn(birthDate: string, day: string): number {
	const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4))
	return day.slice(5) < birthDate.slice(5) ? years - 1 : years
}

/** The hour of a moment in Tokyo, 0 to 23. */
export function hourOf(moment: Date | string): number {
	return new Date(new Date(moment).getTime() + 9 * 3_600_000).getUTCHours()
}
