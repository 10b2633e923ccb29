import { expect, test } from 'vitest'
import { mailAttemptsAtMost, secondsUntilNextTry } from './next-try.ts'

test('a mail is tried eight times, with pauses that never shrink, for about four hours', () => {
	const tries = Array.from({ length: mailAttemptsAtMost }, (_, index) => secondsUntilNextTry(index + 1))
	expect(tries.at(-1)).toBeNull()
	const pauses = tries.slice(0, -1).map((seconds) => seconds ?? 0)
	expect(pauses).toEqual([...pauses].sort((a, b) => a - b))
	expect(pauses[0]).toBeGreaterThan(0)
	expect(pauses.reduce((sum, seconds) => sum + seconds, 0) / 3600).toBeCloseTo(3.9, 1)
})
