const dayMs = 24 * 60 * 60 * 1000

/**
 * Whether a password must be changed before anything else (Q17.1.1.3).
 *
 * @param expiryDays of the facility; null means passwords do not expire
 */
export function isExpired(changedAt: Date, expiryDays: number | null, now: Date): boolean {
	return expiryDays !== null && now.getTime() - changedAt.getTime() >= expiryDays * dayMs
}
