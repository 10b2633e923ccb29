import type { Counts } from './counts.ts'

/** The part of vitest's JSON report that is read here. */
export interface VitestReport {
	numPassedTests: number
	numFailedTests: number
	numPendingTests: number
	numTodoTests: number
	/** One for each file. */
	testResults: { status: string; assertionResults: { status: string }[] }[]
}

/** Tests that passed and failed; a file that broke before its first test is one failure. */
export function countVitest(report: VitestReport): Counts {
	const brokenFiles = report.testResults.filter(
		({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
	)
	return {
		passed: report.numPassedTests,
		failed: report.numFailedTests + brokenFiles.length,
		skipped: report.numPendingTests + report.numTodoTests,
	}
}
