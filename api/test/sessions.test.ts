import { sessions } from '@enshin/db/schema/index.ts'
import { makeFacility, makePatient, makePractitioner } from '@enshin/db/testing.ts'
import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { hashSessionToken, newSessionToken } from '../src/accounts/session-token.ts'
import { problemOf, sessionFor, startTestApi } from './support.ts'

const { call, db } = await startTestApi()
const clinic = await makeFacility(db)
const doctor = await makePractitioner(db, clinic)
const patient = await makePatient(db, [clinic])

const ofToken = (token: string) => eq(sessions.tokenHash, hashSessionToken(token))
const me = (token: string) => call('GET', '/me', { token })
async function rowOf(token: string) {
	const [row] = await db.select().from(sessions).where(ofToken(token))
	return row
}

test('sign-out ends that session at once, and no other one', async () => {
	const [here, elsewhere] = [await sessionFor(db, doctor), await sessionFor(db, doctor)]
	const answer = await call('DELETE', '/sessions/current', { token: here })
	expect([answer.status, answer.text]).toEqual([204, ''])
	expect(problemOf(await me(here)).code).toBe('auth.required')
	expect(await rowOf(here)).toBeUndefined()
	expect((await me(elsewhere)).status).toBe(200)
})

test('a session left alone too long is over', async () => {
	const token = await sessionFor(db, doctor)
	await db.update(sessions).set({ idleExpiresAt: sql`now() - interval '1 second'` }).where(ofToken(token))
	expect(problemOf(await me(token)).code).toBe('auth.required')
})

test('a session past its last day is over, however much it is used', async () => {
	const token = await sessionFor(db, doctor)
	await db
		.update(sessions)
		.set({ expiresAt: sql`now() - interval '1 second'`, idleExpiresAt: sql`now() + interval '1 hour'` })
		.where(ofToken(token))
	expect(problemOf(await me(token)).code).toBe('auth.required')
})

test('use moves the idle end twelve hours on, never the last day, and is written once a minute at most', async () => {
	const token = await sessionFor(db, doctor)
	const fresh = await rowOf(token)
	expect((await me(token)).status).toBe(200)
	expect(await rowOf(token)).toEqual(fresh)

	await db.update(sessions).set({ lastUsedAt: sql`now() - interval '61 seconds'` }).where(ofToken(token))
	await Promise.all([me(token), me(token), me(token)])
	const touched = await rowOf(token)
	expect(touched?.expiresAt).toEqual(fresh?.expiresAt)
	const idleMs = (touched?.idleExpiresAt.getTime() ?? 0) - (touched?.lastUsedAt.getTime() ?? 0)
	expect(idleMs).toBe(12 * 3_600_000)
	expect(Math.abs(Date.now() - (touched?.lastUsedAt.getTime() ?? 0))).toBeLessThan(10_000)
})

test('a session ends with the role it was opened for', async () => {
	const leaver = await makePatient(db, [clinic])
	const token = await sessionFor(db, leaver)
	expect((await me(token)).status).toBe(200)
	await db.execute(sql`delete from assignments where id = ${leaver.assignmentId}`)
	expect(problemOf(await me(token)).code).toBe('auth.required')
})

test.each([
	['none', undefined],
	['an unknown token', `Bearer ${newSessionToken()}`],
	['an empty token', 'Bearer '],
	['another scheme', `Basic ${Buffer.from('a:b').toString('base64')}`],
	['no scheme', newSessionToken()],
	['SQL', "Bearer ' OR 1=1 --"],
	['two tokens', `Bearer ${newSessionToken()}, Bearer ${newSessionToken()}`],
])('an authorization of %s is nobody', async (_, authorization) => {
	const answer = await call('GET', '/me', { headers: authorization === undefined ? {} : { authorization } })
	expect(problemOf(answer).code).toBe('auth.required')
	expect(answer.headers.get('www-authenticate')).toBe('Bearer')
})

test('the scheme counts in any case, and the hash of a token opens nothing', async () => {
	const token = await sessionFor(db, patient)
	expect((await call('GET', '/me', { headers: { authorization: `bearer ${token}` } })).status).toBe(200)
	expect(problemOf(await me(hashSessionToken(token))).code).toBe('auth.required')
})
