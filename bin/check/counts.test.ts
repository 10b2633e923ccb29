import { expect, test } from 'vitest'
import { countPlaywright } from './count-playwright.ts'
import { countVitest } from './count-vitest.ts'
import { settle } from './counts.ts'

const vitest = { numPassedTests: 3, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 }

test('a test file that broke before its first test counts as a failure', () => {
	const broken = { status: 'failed', assertionResults: [] }
	const failed = { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] }
	expect(countVitest({ ...vitest, testResults: [broken, failed] })).toEqual({ passed: 3, failed: 2, skipped: 3 })
})

test('a file whose hook failed after its tests passed counts as a failure', () => {
	const afterwards = { status: 'failed', assertionResults: [{ status: 'passed' }] }
	expect(countVitest({ ...vitest, testResults: [afterwards] }).failed).toBe(2)
})

test('a flaky browser test and an error outside of tests count as failures', () => {
	const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 2 }
	expect(countPlaywright({ stats, errors: ['set-up'] })).toEqual({ passed: 5, failed: 3, skipped: 2 })
})

test('a stage that ran nothing has failed', () => {
	expect(settle({ passed: 0, failed: 0, skipped: 4 })).toEqual({ passed: 0, failed: 1, skipped: 4 })
	expect(settle({ passed: 1, failed: 0, skipped: 0 }).failed).toBe(0)
})
