/** How a stage went, in tests; a tool that only knows right or wrong counts as one test. */
export interface Counts {
	passed: number
	failed: number
	skipped: number
}

export const nothing: Counts = { passed: 0, failed: 0, skipped: 0 }

export function add(a: Counts, b: Counts): Counts {
	return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }
}

/** A stage that ran no test has proved nothing: that counts as a failure. */
export function settle(counts: Counts): Counts {
	return counts.passed + counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

export function inWords({ passed, failed }: Counts): string {
	return `${passed} passed, ${failed} failed`
}
