import { expect, test } from 'vitest'
import { callScripts, scriptLimitBytes, sum } from './support/call-scripts.ts'

test("the patient's page of a call, until the doctor is seen, loads at most 200 KB of JavaScript, gzipped", async () => {
	const scripts = await callScripts()
	const largest = scripts.toSorted((one, other) => other.bytes - one.bytes).slice(0, 6)
	// Less would mean that the build is laid out in another way, and not all of it was found.
	expect(sum(scripts)).toBeGreaterThan(100_000)
	expect(sum(scripts), JSON.stringify(largest)).toBeLessThanOrEqual(scriptLimitBytes)
})
