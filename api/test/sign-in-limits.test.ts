import { ProblemError } from '@enshin/contracts/errors.ts'
import { connect } from '@enshin/db/connection.ts'
import { openTestDatabase } from '@enshin/db/testing.ts'
import { afterAll, expect, test } from 'vitest'
import { type Attempt, createSignInLimits, signInLimits } from '../src/accounts/sign-in-limits.ts'

const { appUrl: url } = await openTestDatabase()
const sql = connect({ url, name: 'test limits', max: 5 })
afterAll(() => sql.end())
// Two of them, as two api processes have.
const [limits, otherProcess] = [createSignInLimits(sql), createSignInLimits(sql)]

let lastAddress = 0
const attemptAt = (email: string, tenant: string | null = 'sakura'): Attempt => {
	lastAddress += 1
	return { tenant, email, address: `198.51.100.${lastAddress}` }
}
const spend = (attempt: Attempt, by = limits) =>
	by.spend(attempt).then(
		() => 'spent',
		(error) => (error instanceof ProblemError ? error.code : error),
	)

test('many attempts at once, over several processes, get no further than one after another', async () => {
	const attempts = Array.from({ length: signInLimits.account * 3 }, (_, count) =>
		spend(attemptAt('many@test.example'), count % 2 ? limits : otherProcess),
	)
	const outcomes = await Promise.all(attempts)
	expect(outcomes.filter((outcome) => outcome === 'spent')).toHaveLength(signInLimits.account)
	expect(outcomes.filter((outcome) => outcome === 'rate.limited')).toHaveLength(signInLimits.account * 2)
})

test('the same address in another tenant is another account', async () => {
	for (let count = 0; count < signInLimits.account; count += 1) await spend(attemptAt('twin@test.example'))
	expect(await spend(attemptAt('twin@test.example'))).toBe('rate.limited')
	expect(await spend(attemptAt('twin@test.example', 'minato'))).toBe('spent')
	expect(await spend(attemptAt('twin@test.example', null))).toBe('spent')
})

test('the limit ends with its time', async () => {
	for (let count = 0; count <= signInLimits.account; count += 1) await spend(attemptAt('later@test.example'))
	expect(await spend(attemptAt('later@test.example'))).toBe('rate.limited')
	await sql`update rate_limits set expire = ${Date.now() - 1}`
	expect(await spend(attemptAt('later@test.example'))).toBe('spent')
})

test('no address of an account is kept in the counts', async () => {
	await spend(attemptAt('private@test.example'))
	const kept = await sql`select key from rate_limits`
	expect(kept.length).toBeGreaterThan(0)
	expect(JSON.stringify(kept)).not.toContain('private@')
})

test('while the counts cannot be kept nobody gets through', async () => {
	const gone = connect({ url: url.replace(/:\d+\//, ':1/'), name: 'test limits', max: 1 })
	afterAll(() => gone.end({ timeout: 0 }))
	expect(await spend(attemptAt('any@test.example'), createSignInLimits(gone))).toBe('unavailable')
})
