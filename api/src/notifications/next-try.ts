/** Tries of a mail in all; the last comes about four hours after the first. */
export const mailAttemptsAtMost = 8

const waitsSeconds = [30, 120, 300, 900, 1800, 3600, 7200] as const

/** Seconds until a mail is tried again after so many tries, or null when it has had its share. */
export function secondsUntilNextTry(attempts: number): number | null {
	if (attempts >= mailAttemptsAtMost) return null
	return waitsSeconds[attempts - 1] ?? null
}
