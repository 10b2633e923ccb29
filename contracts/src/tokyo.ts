/**
 * Wall-clock time in Asia/Tokyo, in which facilities live whatever the time zone of the machine or the browser. Japan
 * has had no summer time since 1952: nine hours ahead of UTC, always (tokyo.test.ts holds this against Intl).
 */
const aheadMs = 9 * 3_600_000
const dayMs = 24 * 3_600_000

/** The calendar day a moment falls on, `2026-11-22`. */
export function tokyoDay(at: Date): string {
	return shifted(at).slice(0, 10)
}

/** What the clock shows, `09:30`. */
export function tokyoClock(at: Date): string {
	return shifted(at).slice(11, 16)
}

/** The moment at which the clock shows this on that day; `24:00` is the next midnight. */
export function tokyoMoment(day: string, clock = '00:00'): Date {
	const [hours = 0, minutes = 0] = clock.split(':').map(Number)
	return new Date(Date.parse(`${day}T00:00:00+09:00`) + (hours * 60 + minutes) * 60_000)
}

/** Monday is 1, Sunday is 7 (ISO 8601). */
export function tokyoWeekday(day: string): number {
	return new Date(`${day}T00:00:00Z`).getUTCDay() || 7
}

/** The day so many days later, or earlier when negative. */
export function addDays(day: string, days: number): string {
	return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)
}

function shifted(at: Date): string {
	return new Date(at.getTime() + aheadMs).toISOString()
}
