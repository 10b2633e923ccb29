import { openedSession as signedIn } from '@enshin/contracts/sign-in.ts'
import { connect } from '@enshin/db/connection.ts'
import { sessions } from '@enshin/db/schema/index.ts'
import { makeFacility, makePatient, makePractitioner, makeWorker, testPassword } from '@enshin/db/testing.ts'
import { eq } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import { hashSessionToken } from '../src/accounts/session-token.ts'
import { createSignInLimits, signInLimits } from '../src/accounts/sign-in-limits.ts'
import { problemOf, serviceSecret, startTestApi } from './support.ts'

const { call, db, config } = await startTestApi()
const sql = connect({ url: config.databaseUrl, name: 'test limits', max: 2 })
afterAll(() => sql.end())
const clinic = await makeFacility(db)
const otherClinic = await makeFacility(db)
const doctor = await makePractitioner(db, clinic)
const staff = await makeWorker(db, clinic, 'staff')
const patient = await makePatient(db, [clinic])

/** From an address that no other test uses, as web would say it. */
let lastAddress = 0
function from(address = `198.51.100.${++lastAddress}`) {
	return { 'x-enshin-service': serviceSecret, 'x-enshin-client-address': address }
}
const signIn = (body: object, headers: Record<string, string> = from()) => call('POST', '/sessions', { body, headers })

test("one of a facility's people signs in there, and is who the database says", async () => {
	const answer = await signIn({ email: doctor.email, password: testPassword, facility: clinic.slug })
	expect(answer.status).toBe(201)
	const { token, expiresAt, me } = signedIn.parse(answer.json())
	expect(me).toMatchObject({
		personId: doctor.personId,
		name: doctor.name,
		role: 'doctor',
		practitionerId: doctor.practitionerId,
		facility: { id: clinic.id, slug: clinic.slug, kind: 'clinic' },
	})
	expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(6.9 * 86_400_000)
	expect((await call('GET', '/me', { token })).json()).toEqual(me)
})

test('a patient signs in without a facility, with any spelling of the address in capitals and blanks', async () => {
	const answer = await signIn({ email: ` ${patient.email.toUpperCase()} `, password: testPassword })
	expect(answer.status).toBe(201)
	expect(signedIn.parse(answer.json()).me).toMatchObject({ role: 'patient', facility: null, practitionerId: null })
})

test('the database holds the hash of a token and never the token', async () => {
	const answer = await signIn({ email: staff.email, password: testPassword, facility: clinic.slug })
	const { token } = signedIn.parse(answer.json())
	expect(Buffer.from(token, 'base64url')).toHaveLength(32)
	const rows = await db.select().from(sessions).where(eq(sessions.assignmentId, staff.assignmentId))
	expect(rows.map(({ tokenHash }) => tokenHash)).toEqual([hashSessionToken(token)])
	expect(JSON.stringify(rows)).not.toContain(token)
})

test('unknown account, wrong password, wrong tenant and no tenant are one and the same answer', async () => {
	const attempts = [
		{ email: 'nobody@test.example', password: testPassword, facility: clinic.slug },
		{ email: doctor.email, password: 'wrong', facility: clinic.slug },
		{ email: doctor.email, password: testPassword, facility: otherClinic.slug },
		{ email: doctor.email, password: testPassword, facility: 'no-such-facility' },
		{ email: doctor.email, password: testPassword },
		{ email: patient.email, password: testPassword, facility: clinic.slug },
	]
	const answers = []
	for (const attempt of attempts) answers.push(await signIn(attempt))
	const bodies = answers.map((answer) => ({ ...problemOf(answer), requestId: undefined }))
	expect(bodies[0]).toMatchObject({ code: 'auth.failed', status: 401 })
	for (const body of bodies) expect(body).toEqual(bodies[0])
	const names = answers.map(({ headers }) => [...headers.keys()].sort())
	for (const header of names) expect(header).toEqual(names[0])
})

test('an unknown account takes as long as a wrong password', async () => {
	const time = async (email: string) => {
		const startedAt = performance.now()
		await signIn({ email, password: 'wrong', facility: clinic.slug })
		return performance.now() - startedAt
	}
	const known: number[] = []
	const unknown: number[] = []
	for (let round = 0; round < 3; round += 1) {
		known.push(await time(staff.email))
		unknown.push(await time(`nobody-${round}@test.example`))
	}
	// Without the comparison an unknown account would be answered in a tenth of the time.
	expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) * 0.6)
})

/** Spends attempts where api counts them, without the cost of comparing passwords. */
const limits = createSignInLimits(sql)
const spendAt = async (address: string) => {
	for (let count = 0; count < signInLimits.address; count += 1) {
		await limits.spend({ tenant: null, email: `victim-${count}@test.example`, address })
	}
}

test('guessing at one account stops after the limit, from wherever, and the right password waits too', async () => {
	const victim = await makeWorker(db, clinic, 'staff')
	const guess = (password: string) => signIn({ email: victim.email, password, facility: clinic.slug })
	for (let count = 0; count < signInLimits.account; count += 1) {
		expect(problemOf(await guess(`guess ${count}`)).code).toBe('auth.failed')
	}
	const refused = await guess(testPassword)
	const { code, retryAfterMs = 0 } = problemOf(refused)
	expect(code).toBe('rate.limited')
	expect(retryAfterMs).toBeGreaterThan(0)
	expect(retryAfterMs).toBeLessThanOrEqual(signInLimits.durationS * 1000)
	expect(Number(refused.headers.get('retry-after'))).toBe(Math.ceil(retryAfterMs / 1000))
	expect((await signIn({ email: staff.email, password: testPassword, facility: clinic.slug })).status).toBe(201)
})

test('a right password gives back what was spent', async () => {
	const person = await makeWorker(db, clinic, 'staff')
	const attempt = { tenant: clinic.slug, email: person.email, address: '198.51.100.200' }
	for (let count = 0; count < signInLimits.account - 1; count += 1) await limits.spend(attempt)
	const right = { email: person.email, password: testPassword, facility: clinic.slug }
	expect((await signIn(right, from(attempt.address))).status).toBe(201)
	for (let count = 0; count < signInLimits.account; count += 1) await limits.spend(attempt)
})

test('an address that spent its attempts is stopped at every account, its whole /64 with it, and others are not', async () => {
	await spendAt('2001:db8:1:2::/64')
	const right = { email: staff.email, password: testPassword, facility: clinic.slug }
	expect(problemOf(await signIn(right, from('2001:db8:1:2:ffff::1'))).code).toBe('rate.limited')
	expect((await signIn(right, from('2001:db8:1:3::1'))).status).toBe(201)
})

test('a client address is believed only beside the service secret', async () => {
	await spendAt('127.0.0.1')
	const forged: Record<string, string>[] = [
		{ 'x-enshin-client-address': '203.0.113.1' },
		{ 'x-enshin-client-address': '203.0.113.1', 'x-enshin-service': 'a guess' },
		{ 'x-forwarded-for': '203.0.113.1', forwarded: 'for=203.0.113.1', 'x-real-ip': '203.0.113.1' },
	]
	const right = { email: staff.email, password: testPassword, facility: clinic.slug }
	for (const headers of forged) expect(problemOf(await signIn(right, headers)).code).toBe('rate.limited')
	expect((await signIn(right)).status).toBe(201)
})
