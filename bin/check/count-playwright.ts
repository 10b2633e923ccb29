import type { Counts } from './counts.ts'

/** The part of Playwright's JSON report that is read here. */
export interface PlaywrightReport {
	stats: { expected: number; unexpected: number; flaky: number; skipped: number }
	/** What broke outside of any test: the set-up, a file that cannot be read. */
	errors: unknown[]
}

/** A flaky test counts as failed: it has found something. */
export function countPlaywright({ stats, errors }: PlaywrightReport): Counts {
	return {
		passed: stats.expected,
		failed: stats.unexpected + stats.flaky + errors.length,
		skipped: stats.skipped,
	}
}
