/** How often a service is started again before the stack gives up. */
export const maxRestarts = 5
/** A service that ran this long has recovered: its count starts again. */
export const recoveredMs = 60_000

/** Milliseconds to wait before restart number `attempt` (from 1), or null when it is one too many. */
export function restartDelayMs(attempt: number): number | null {
	return attempt > maxRestarts ? null : 200 * 2 ** (attempt - 1)
}
