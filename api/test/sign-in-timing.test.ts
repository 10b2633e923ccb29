import { assignments, facilities } from '@enshin/db/schema/index.ts'
import { makeFacility, makeWorker, testPassword } from '@enshin/db/testing.ts'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { problemOf, serviceSecret, startTestApi } from './support.ts'

const { call, db } = await startTestApi()
const [clinic, other, stopped] = [await makeFacility(db), await makeFacility(db), await makeFacility(db)]
const staff = await makeWorker(db, clinic, 'staff')
const disabled = await makeWorker(db, clinic, 'staff')
const outside = await makeWorker(db, stopped, 'staff')
await db.update(assignments).set({ status: 'disabled' }).where(eq(assignments.id, disabled.assignmentId))
await db.update(facilities).set({ stoppedAt: new Date() }).where(eq(facilities.id, stopped.id))

const ways = {
	'a wrong password': { email: staff.email, password: 'wrong', facility: clinic.slug },
	'an unknown account': { email: 'nobody@test.example', password: 'wrong', facility: clinic.slug },
	'another tenant': { email: staff.email, password: testPassword, facility: other.slug },
	'a tenant that is none': { email: staff.email, password: testPassword, facility: 'no-such-facility' },
	'the patients’ door': { email: staff.email, password: testPassword },
	'a disabled account': { email: disabled.email, password: testPassword, facility: clinic.slug },
	'a stopped facility': { email: outside.email, password: testPassword, facility: stopped.slug },
}
const rounds = 9

let asked = 0
async function attempt(body: object): Promise<{ ms: number; said: string }> {
	asked += 1
	// Each from an address of its own, and no account more often than its limit bears.
	const headers = { 'x-enshin-service': serviceSecret, 'x-enshin-client-address': `2001:db8:${asked.toString(16)}::1` }
	const startedAt = performance.now()
	const answer = await call('POST', '/sessions', { body, headers })
	const said = JSON.stringify({ ...problemOf(answer), requestId: '', headers: [...answer.headers.keys()].sort() })
	return { ms: performance.now() - startedAt, said }
}

const median = (numbers: number[]) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN

test('whatever is wrong with a sign-in, the answer is the same, and its median time is within the noise of the others', async () => {
	for (const body of Object.values(ways)) await attempt(body)
	const times = new Map(Object.keys(ways).map((name) => [name, [] as number[]]))
	const said = new Set<string>()
	// One of each in turn, so that what else the machine does falls on all of them alike.
	for (let round = 0; round < rounds; round += 1)
		for (const [name, body] of Object.entries(ways)) {
			const answer = await attempt(body)
			times.get(name)?.push(answer.ms)
			said.add(answer.said)
		}
	expect([...said]).toHaveLength(1)
	const medians = [...times.values()].map(median)
	const fastest = [...times.values()].map((ms) => Math.min(...ms))
	expect(Math.min(...fastest)).toBeGreaterThan(Math.max(...fastest) * 0.6)
	const all = [...times.values()].flat()
	const spread = median(all.map((ms) => Math.abs(ms - median(all))))
	// Comparing a password is three quarters of an attempt and more: left out, one way would be that much quicker. A quarter
	// is what a machine busy with other tests puts between two medians; on a quiet one it is a few milliseconds.
	const noise = Math.max(15, 4 * spread, median(all) / 4)
	expect(Math.max(...medians) - Math.min(...medians)).toBeLessThan(noise)
})
