import type { DbEvent } from '@enshin/contracts/events.ts'
import { factorResetList, openedSession } from '@enshin/contracts/sign-in.ts'
import { listen } from '@enshin/db/events.ts'
import { accessLog, approvals, factors, sessions } from '@enshin/db/schema/index.ts'
import { makeFacility, makeWorker, type TestFacility, type TestPerson, testPassword } from '@enshin/db/testing.ts'
import { and, eq } from 'drizzle-orm'
import { Secret, TOTP } from 'otpauth'
import { afterAll, expect, test, vi } from 'vitest'
import { problemOf, sessionFor, startTestApi } from './support.ts'

const { call, db, ownerUrl } = await startTestApi()
const events: DbEvent[] = []
const listening = await listen({ url: ownerUrl, name: 'test', onEvent: (event) => events.push(event) })
afterAll(listening.close)

const signIn = async (person: TestPerson, { slug }: TestFacility) => {
	const body = { email: person.email, password: testPassword, facility: slug }
	return openedSession.parse((await call('POST', '/sessions', { body })).json())
}
async function withTotp(person: TestPerson, facility: TestFacility): Promise<string> {
	const { token } = await signIn(person, facility)
	const { factorId, secret } = (await call('POST', '/factors/totp', { token })).json() as {
		factorId: string
		secret: string
	}
	const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate()
	const answer = await call('POST', `/factors/totp/${factorId}`, { token, body: { code } })
	return (answer.json() as { session: { token: string } }).session.token
}
const ask = async (token: string, { assignmentId }: TestPerson) =>
	await call('POST', '/factor-resets', { token, body: { assignmentId, reason: '電話機を紛失' } })
const decide = (token: string, id: string, approve = true) =>
	call('POST', `/factor-resets/${id}/decision`, { token, body: { approve } })
const idOf = (answer: Awaited<ReturnType<typeof ask>>) => (answer.json() as { id: string }).id

test('one admin asks, another one decides; then the factors are gone and the next sign-in enrols', async () => {
	const clinic = await makeFacility(db, 'clinic', 'required')
	const [asker, decider] = [await makeWorker(db, clinic, 'doctor_admin'), await makeWorker(db, clinic, 'doctor_admin')]
	const staff = await makeWorker(db, clinic, 'staff')
	const session = await withTotp(staff, clinic)
	const [asking, deciding] = [await sessionFor(db, asker), await sessionFor(db, decider)]
	const id = idOf(await ask(asking, staff))
	expect(problemOf(await ask(asking, staff)).code).toBe('approval.waits')
	const { resets } = factorResetList.parse((await call('GET', '/factor-resets', { token: deciding })).json())
	expect(resets).toMatchObject([
		{ id, personName: staff.name, reason: '電話機を紛失', personDecides: false, mine: true },
	])

	expect(problemOf(await decide(asking, id)).code).toBe('approval.needs_another')
	expect(problemOf(await decide(session, id)).code).toBe('auth.forbidden')
	const own = await signIn(staff, clinic)
	expect(problemOf(await call('POST', '/sessions/current/factor-reset', { token: own.token })).code).toBe('not_found')
	const opened = await db.select().from(sessions).where(eq(sessions.assignmentId, staff.assignmentId))
	expect((await decide(deciding, id)).status).toBe(204)
	await vi.waitFor(() => {
		const ended = events.flatMap((event) => (event.type === 'session.ended' ? event.sessionIds : []))
		expect(ended.sort()).toEqual(opened.map((row) => row.id).sort())
	})
	expect(problemOf(await decide(deciding, id)).code).toBe('not_found')

	expect(await db.select().from(factors).where(eq(factors.credentialId, staff.credentialId))).toEqual([])
	expect(problemOf(await call('GET', '/me', { token: session })).code).toBe('auth.required')
	expect((await signIn(staff, clinic)).state).toBe('enrolment')
	const logged = await db.select().from(accessLog).where(eq(accessLog.chainId, clinic.id))
	const entries = logged.filter(({ entry }) => entry.includes(id)).map(({ action, actorId }) => [action, actorId])
	expect(entries).toEqual([
		['approval.request', asker.personId],
		['approval.decide', decider.personId],
	])
	const [row] = await db.select().from(approvals).where(eq(approvals.id, id))
	expect(row?.reason.includes('紛失')).toBe(false)
})

test("where there is one admin alone, that admin's word and the person's password decide", async () => {
	const clinic = await makeFacility(db, 'clinic', 'required')
	const admin = await makeWorker(db, clinic, 'doctor_admin')
	const staff = await makeWorker(db, clinic, 'staff')
	await withTotp(staff, clinic)
	const asking = await sessionFor(db, admin)
	const confirm = (token: string) => call('POST', '/sessions/current/factor-reset', { token })
	expect(problemOf(await confirm((await signIn(staff, clinic)).token)).code).toBe('not_found')
	const id = idOf(await ask(asking, staff))
	expect(problemOf(await decide(asking, id)).code).toBe('approval.needs_another')
	const { token } = await signIn(staff, clinic)
	expect((await call('GET', '/sessions/current', { token })).json()).toMatchObject({ resetWaits: true })
	expect(openedSession.parse((await confirm(token)).json()).state).toBe('enrolment')
	const logged = await db
		.select()
		.from(accessLog)
		.where(and(eq(accessLog.chainId, clinic.id), eq(accessLog.action, 'factor.reset')))
	expect(logged.map(({ actorId }) => actorId)).toEqual([staff.personId])
})

test('nobody asks for their own, nor across facilities, nor without a fresh proof', async () => {
	const [clinic, other] = [await makeFacility(db), await makeFacility(db)]
	const admin = await makeWorker(db, clinic, 'doctor_admin')
	const stranger = await makeWorker(db, other, 'staff')
	const staff = await makeWorker(db, clinic, 'staff')
	const token = await sessionFor(db, admin)
	expect(problemOf(await ask(token, admin)).code).toBe('approval.needs_another')
	expect(problemOf(await ask(token, stranger)).code).toBe('not_found')
	expect(problemOf(await ask(await sessionFor(db, staff), admin)).code).toBe('auth.forbidden')
	await db.execute(`update sessions set authenticated_at = now() - interval '6 minutes'`)
	expect(problemOf(await ask(token, staff)).code).toBe('auth.step_up')
})
