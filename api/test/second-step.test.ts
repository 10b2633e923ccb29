import { randomUUID } from 'node:crypto'
import { currentSession, enrolled, openedSession } from '@enshin/contracts/sign-in.ts'
import { accessLog, assignments, credentials, facilities, notices, sessions } from '@enshin/db/schema/index.ts'
import { makeFacility, makePatient, makeWorker, type TestPerson, testPassword } from '@enshin/db/testing.ts'
import { and, eq, sql } from 'drizzle-orm'
import { Secret, TOTP } from 'otpauth'
import { expect, test, vi } from 'vitest'
import { sessionDoors } from '../src/accounts/session-doors.ts'
import { problemOf, serviceSecret, startTestApi } from './support.ts'

const { call, db, emulators } = await startTestApi()
const offering = await makeFacility(db)
const requiring = await makeFacility(db, 'clinic', 'required')

let lastAddress = 0
const from = () => ({ 'x-enshin-service': serviceSecret, 'x-enshin-client-address': `198.51.100.${++lastAddress}` })
async function signIn(person: TestPerson, facility: { slug: string } | null = offering, password = testPassword) {
	const body = { email: person.email, password, ...(facility && { facility: facility.slug }) }
	const answer = await call('POST', '/sessions', { body, headers: from() })
	return openedSession.parse(answer.json())
}
const current = async (token: string) =>
	currentSession.parse((await call('GET', '/sessions/current', { token })).json())

/** The code that an app shows, so many steps of 30 seconds from now. */
const codeOf = (secret: string, steps = 0) =>
	new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 })

/** Enrols an app with a token; returns the new token, the secret and the recovery codes. */
async function enrolTotp(token: string) {
	const begun = (await call('POST', '/factors/totp', { token })).json() as { factorId: string; secret: string }
	const answer = await call('POST', `/factors/totp/${begun.factorId}`, {
		token,
		// One step back: the one that is shown now is left for the next proof.
		body: { code: codeOf(begun.secret, -1) },
	})
	const done = enrolled.parse(answer.json())
	return { ...begun, token: done.session.token, session: done.session, codes: done.recoveryCodes ?? [] }
}
async function withTotp(person: TestPerson, facility: { slug: string } | null = offering) {
	return await enrolTotp((await signIn(person, facility)).token)
}
const giveTotp = (token: string, code: string) =>
	call('POST', '/sessions/current/factor', { token, body: { kind: 'totp', code } })
const entries = (chainId: string, action: string) =>
	db
		.select()
		.from(accessLog)
		.where(and(eq(accessLog.chainId, chainId), eq(accessLog.action, action)))

test('with a factor the password opens a session for ten minutes, that may give the factor and nothing else', async () => {
	const staff = await makeWorker(db, offering, 'staff')
	const { secret } = await withTotp(staff)
	const first = await signIn(staff)
	expect(first).toMatchObject({ state: 'second_factor', me: null })
	const minutes = (Date.parse(first.expiresAt) - Date.now()) / 60_000
	expect(minutes).toBeGreaterThan(9)
	expect(minutes).toBeLessThanOrEqual(10)
	for (const [method, path] of [
		['GET', '/me'],
		['GET', '/facilities'],
		['GET', '/factors'],
		['GET', '/sessions'],
		['PUT', '/password'],
		['POST', '/factors/totp'],
		['POST', '/sessions/current/step-up'],
		['POST', '/sessions/current/lock'],
		['GET', '/no-such-route'],
	] as const) {
		const answer = await call(method, path, { token: first.token, ...(method !== 'GET' && { body: {} }) })
		expect([path, problemOf(answer).code]).toEqual([path, 'auth.incomplete'])
	}
	expect(await current(first.token)).toMatchObject({ state: 'second_factor', me: null, factors: [{ kind: 'totp' }] })
	const second = openedSession.parse((await giveTotp(first.token, codeOf(secret))).json())
	expect(second).toMatchObject({ state: 'full', me: { personId: staff.personId } })
})

test('each step gives a new token, and the one before opens nothing', async () => {
	const staff = await makeWorker(db, requiring, 'staff')
	const first = await signIn(staff, requiring)
	expect(first.state).toBe('enrolment')
	const { token, session, secret } = await enrolTotp(first.token)
	expect(session.state).toBe('full')
	const again = await signIn(staff, requiring)
	const second = openedSession.parse((await giveTotp(again.token, codeOf(secret))).json())
	const body = { kind: 'password', password: testPassword }
	const fresh = openedSession.parse((await call('POST', '/sessions/current/step-up', { token, body })).json())
	const tokens = [first.token, token, again.token, second.token, fresh.token]
	expect(new Set(tokens).size).toBe(5)
	for (const dead of [first.token, token, again.token])
		expect(problemOf(await call('GET', '/sessions/current', { token: dead })).code).toBe('auth.required')
	for (const alive of [second.token, fresh.token]) expect((await current(alive)).state).toBe('full')
})

test('where a factor is required, a session without one may only enrol, and then has ten recovery codes', async () => {
	const staff = await makeWorker(db, requiring, 'staff')
	const { token } = await signIn(staff, requiring)
	for (const path of ['/me', '/facilities', '/sessions', '/password/rules'])
		expect(problemOf(await call('GET', path, { token })).code).toBe('auth.incomplete')
	const { session, codes } = await enrolTotp(token)
	expect(session).toMatchObject({ state: 'full', me: { personId: staff.personId } })
	expect(codes).toHaveLength(10)
	for (const code of codes) expect(code).toMatch(/^([A-HJ-NP-Z2-9]{4}-){3}[A-HJ-NP-Z2-9]{4}$/)
	expect(await entries(requiring.id, 'factor.enrol')).not.toHaveLength(0)
})

test('a code is taken once: again it is refused and logged, and so are earlier ones', async () => {
	const person = await makePatient(db)
	const { secret } = await withTotp(person, null)
	const code = codeOf(secret)
	expect((await giveTotp((await signIn(person, null)).token, code)).status).toBe(200)
	const replayed = await giveTotp((await signIn(person, null)).token, code)
	expect(problemOf(replayed).code).toBe('auth.code_used')
	expect(problemOf(await giveTotp((await signIn(person, null)).token, codeOf(secret, -1))).code).toBe('auth.code_used')
	const logged = await entries(person.personId, 'sign_in.replay')
	expect(logged).toHaveLength(2)
	expect(logged[0]?.actorId).toBe(person.personId)
})

test('of five who send the same code at once, one gets in', async () => {
	const staff = await makeWorker(db, offering, 'staff')
	const { secret } = await withTotp(staff)
	const tokens = await Promise.all(Array.from({ length: 5 }, async () => (await signIn(staff)).token))
	const code = codeOf(secret)
	const answers = await Promise.all(tokens.map((token) => giveTotp(token, code)))
	expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
})

test('a recovery code stands in for the factor, once', async () => {
	const staff = await makeWorker(db, offering, 'staff')
	const { codes } = await withTotp(staff)
	const give = async (code = '') => {
		const { token } = await signIn(staff)
		return await call('POST', '/sessions/current/factor', { token, body: { kind: 'recovery_code', code } })
	}
	const typed = codes[3]?.toLowerCase().replaceAll('-', ' ')
	const used = await give(typed)
	expect(openedSession.parse(used.json()).state).toBe('full')
	expect(problemOf(await give(codes[3])).code).toBe('auth.code_used')
	expect(problemOf(await give('AAAA-AAAA-AAAA-AAAA')).code).toBe('auth.code_wrong')
})

test('guessing at codes stops after ten, whatever session asks, and the right one waits too', async () => {
	const staff = await makeWorker(db, offering, 'staff')
	const { secret } = await withTotp(staff)
	const tokens = [(await signIn(staff)).token, (await signIn(staff)).token]
	const wrong = String((Number(codeOf(secret)) + 1) % 1_000_000).padStart(6, '0')
	for (let count = 0; count < 10; count += 1)
		expect(problemOf(await giveTotp(tokens[count % 2] ?? '', wrong)).code).toBe('auth.code_wrong')
	expect(problemOf(await giveTotp(tokens[0] ?? '', codeOf(secret))).code).toBe('rate.limited')
	expect(problemOf(await giveTotp((await signIn(staff)).token, codeOf(secret))).code).toBe('rate.limited')
})

test('a code by SMS proves the second step: five tries, five minutes, once', async () => {
	const staff = await makeWorker(db, offering, 'staff')
	const { token } = await signIn(staff)
	const number = `+8190${String(Date.now()).slice(-8)}`
	const begun = (await call('POST', '/factors/sms', { token, body: { telephone: `0${number.slice(3)}` } })).json() as {
		challengeId: string
		delivery: string
		factorId: string
	}
	expect(begun.delivery).toBe('sent')
	const sent = () => emulators.sms?.caught.find(({ to }) => to === number)?.text.match(/\d{6}/)?.[0] ?? ''
	const { challengeId, factorId } = begun
	const confirmed = await call('POST', '/factors/sms/confirm', { token, body: { challengeId, code: sent() } })
	expect(enrolled.parse(confirmed.json()).session.state).toBe('full')

	const ask = async () => {
		const session = await signIn(staff)
		const body = { kind: 'sms', factorId }
		const answer = await call('POST', '/sessions/current/challenges', { token: session.token, body })
		const { challengeId } = answer.json() as { challengeId: string }
		const give = (code: string) =>
			call('POST', '/sessions/current/factor', { token: session.token, body: { kind: 'sms', challengeId, code } })
		return { token: session.token, challengeId, give }
	}
	const first = await ask()
	const code = sent()
	const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0')
	expect(problemOf(await first.give(wrong)).code).toBe('auth.code_wrong')
	// Another session's question is not answered by it.
	const other = await ask()
	const body = { kind: 'sms', challengeId: first.challengeId, code }
	expect(problemOf(await call('POST', '/sessions/current/factor', { token: other.token, body })).code).toBe(
		'auth.code_expired',
	)
	expect((await first.give(code)).status).toBe(200)
	await db.execute(sql`update challenges set expires_at = now() - interval '1 second' where id = ${other.challengeId}`)
	expect(problemOf(await other.give(sent())).code).toBe('auth.code_expired')
})

test('a hanging SMS provider answers within three seconds, with the ways that are left', async () => {
	const staff = await makeWorker(db, offering, 'staff')
	const { token } = await withTotp(staff)
	const number = `+8180${String(Date.now()).slice(-8)}`
	const begun = (await call('POST', '/factors/sms', { token, body: { telephone: number } })).json() as {
		challengeId: string
		factorId: string
	}
	const code = emulators.sms?.caught.find(({ to }) => to === number)?.text.match(/\d{6}/)?.[0] ?? ''
	await call('POST', '/factors/sms/confirm', { token, body: { challengeId: begun.challengeId, code } })

	const session = await signIn(staff)
	emulators.sms?.behave('hang')
	const startedAt = performance.now()
	const body = { kind: 'sms', factorId: begun.factorId }
	const answer = await call('POST', '/sessions/current/challenges', { token: session.token, body })
	const tookMs = performance.now() - startedAt
	emulators.sms?.behave('send')
	expect(answer.json()).toMatchObject({ delivery: 'no_answer', others: ['totp', 'recovery_code'] })
	expect(tookMs).toBeLessThan(3000)
})

test('one number gets five messages in a quarter of an hour, and no more', async () => {
	const staff = await makeWorker(db, offering, 'staff')
	const { token } = await signIn(staff)
	const telephone = `070${String(Date.now()).slice(-8)}`
	const ask = () => call('POST', '/factors/sms', { token, body: { telephone }, headers: from() })
	for (let count = 0; count < 5; count += 1) expect((await ask()).status).toBe(201)
	expect(problemOf(await ask()).code).toBe('rate.limited')
	expect(problemOf(await call('POST', '/factors/sms', { token, body: { telephone: '03-1234-5678' } })).code).toBe(
		'telephone.invalid',
	)
})

test('enrolling, removing and recovery codes ask for a proof of the last five minutes, and step-up gives it', async () => {
	const staff = await makeWorker(db, offering, 'staff')
	const { token } = await signIn(staff)
	const age = (secret: string) =>
		db.execute(
			sql`update sessions set authenticated_at = now() - interval '6 minutes' where assignment_id = ${staff.assignmentId} and ${secret} = ${secret}`,
		)
	await age(token)
	for (const [method, path] of [
		['POST', '/factors/totp'],
		['POST', '/factors/passkeys/options'],
		['POST', '/factors/recovery-codes'],
		['DELETE', `/factors/${randomUUID()}`],
	] as const)
		expect(problemOf(await call(method, path, { token })).code).toBe('auth.step_up')
	expect(await current(token)).toMatchObject({ fresh: false })
	const wrong = await call('POST', '/sessions/current/step-up', { token, body: { kind: 'password', password: 'no' } })
	expect(problemOf(wrong).code).toBe('auth.password_wrong')
	const body = { kind: 'password', password: testPassword }
	const stepped = openedSession.parse((await call('POST', '/sessions/current/step-up', { token, body })).json())
	expect(await current(stepped.token)).toMatchObject({ fresh: true })
	expect((await call('POST', '/factors/totp', { token: stepped.token })).status).toBe(201)
})

test('the last factor stays where one is required, and goes where it is offered', async () => {
	for (const [facility, code] of [
		[requiring, 'factor.last'],
		[offering, null],
	] as const) {
		const staff = await makeWorker(db, facility, 'staff')
		const { token, factorId } = await withTotp(staff, facility)
		const answer = await call('DELETE', `/factors/${factorId}`, { token })
		expect(answer.status === 204 ? null : problemOf(answer).code).toBe(code)
	}
})

test('a locked session opens nothing but its lock, its sign-out and a call, and the password opens it', async () => {
	const staff = await makeWorker(db, offering, 'staff')
	const { token } = await signIn(staff)
	expect((await call('POST', '/sessions/current/lock', { token })).status).toBe(204)
	expect(await current(token)).toMatchObject({ locked: true })
	for (const path of ['/me', '/facilities', '/factors', '/sessions'])
		expect(problemOf(await call('GET', path, { token })).code).toBe('auth.locked')
	const join = await call('POST', `/calls/${randomUUID()}/join-token`, { token })
	// Past the lock; there is no such call.
	expect(problemOf(join).code).toBe('not_found')
	const unlock = (password: string) =>
		call('POST', '/sessions/current/unlock', { token, body: { kind: 'password', password } })
	expect(problemOf(await unlock('wrong')).code).toBe('auth.password_wrong')
	const opened = openedSession.parse((await unlock(testPassword)).json())
	expect(await current(opened.token)).toMatchObject({ locked: false, state: 'full' })
})

test('an expired password is changed before anything else, and not for one like it', async () => {
	const clinic = await makeFacility(db)
	await db.update(facilities).set({ passwordExpiryDays: 30 }).where(eq(facilities.id, clinic.id))
	const staff = await makeWorker(db, clinic, 'staff')
	await db
		.update(credentials)
		.set({ passwordChangedAt: sql`now() - interval '31 days'` })
		.where(eq(credentials.id, staff.credentialId))
	const { token, state } = await signIn(staff, clinic)
	expect(state).toBe('password_change')
	expect(problemOf(await call('GET', '/facilities', { token })).code).toBe('auth.incomplete')
	const change = (next: string) => call('PUT', '/password', { token, body: { current: testPassword, next } })
	expect(problemOf(await change(testPassword)).issues?.map(({ code }) => code)).toContain('same_as_before')
	expect(problemOf(await change(`${testPassword}!`)).issues?.map(({ code }) => code)).toContain('too_similar')
	const opened = openedSession.parse((await change('gravel otter umbrella noon')).json())
	expect(opened.state).toBe('full')
})

test('a changed password ends every other session, and needs the present one', async () => {
	const staff = await makeWorker(db, offering, 'staff')
	const [here, elsewhere] = [await signIn(staff), await signIn(staff)]
	const change = (current: string, next: string) =>
		call('PUT', '/password', { token: here.token, body: { current, next } })
	expect(problemOf(await change('wrong', 'gravel otter umbrella noon')).code).toBe('auth.password_wrong')
	const refused = problemOf(await change(testPassword, 'password1234567'))
	expect(refused).toMatchObject({ code: 'password.refused', issues: [{ path: 'next', code: 'common' }] })
	expect(refused.issues?.[0]?.message).toContain('多くの人が使っている')
	const opened = openedSession.parse((await change(testPassword, 'gravel otter umbrella noon')).json())
	expect(problemOf(await call('GET', '/me', { token: elsewhere.token })).code).toBe('auth.required')
	expect((await call('GET', '/me', { token: opened.token })).status).toBe(200)
	await vi.waitFor(() =>
		expect(emulators.mail?.caught.find(({ to }) => to.includes(staff.email))?.subject).toContain('変更されました'),
	)
	expect((await signIn(staff, offering, 'gravel otter umbrella noon')).state).toBe('full')
})

const linkTo = async (email: string) => {
	let token = ''
	await vi.waitFor(() => {
		const mail = emulators.mail?.caught.find(({ to, subject }) => to.includes(email) && subject.includes('再設定'))
		token = mail?.text.match(/new-password#([\w-]+)/)?.[1] ?? ''
		expect(token).not.toBe('')
	})
	return token
}

test('a mailed link chooses a new password once, ends all sessions, and still asks for the factor', async () => {
	const staff = await makeWorker(db, offering, 'staff')
	const { token: session } = await withTotp(staff)
	const asked = await call('POST', '/password-resets', { body: { email: staff.email, facility: offering.slug } })
	expect([asked.status, asked.text]).toEqual([204, ''])
	const token = await linkTo(staff.email)
	const checked = await call('POST', '/password-resets/check', { body: { token } })
	expect(checked.json()).toMatchObject({ rules: { hasSecondFactor: true }, facilitySlug: offering.slug })
	const use = (password: string) => call('POST', '/password-resets/use', { body: { token, password } })
	expect(problemOf(await use('passwordpassword')).code).toBe('password.refused')
	expect((await use('gravel otter umbrella noon')).status).toBe(204)
	expect(problemOf(await call('GET', '/me', { token: session })).code).toBe('auth.required')
	expect(problemOf(await use('another otter, another noon')).code).toBe('link.invalid')
	expect((await entries(offering.id, 'sign_in.replay')).some(({ entry }) => entry.includes('password_reset'))).toBe(
		true,
	)
	expect((await signIn(staff, offering, 'gravel otter umbrella noon')).state).toBe('second_factor')
})

test('asking for a link says nothing of whether there is an account, neither in words nor in time', async () => {
	const person = await makePatient(db)
	const ask = async (email: string) => {
		const startedAt = performance.now()
		const answer = await call('POST', '/password-resets', { body: { email }, headers: from() })
		return { ms: performance.now() - startedAt, answer: [answer.status, answer.text] }
	}
	const known = await ask(person.email)
	const unknown = await ask('nobody@test.example')
	expect(known.answer).toEqual(unknown.answer)
	expect(Math.abs(known.ms - unknown.ms)).toBeLessThan(150)
	// The fourth within an hour is not mailed, and looks the same.
	for (let count = 0; count < 3; count += 1) expect((await ask(person.email)).answer).toEqual(unknown.answer)
})

test('one sees where one is signed in, ends one session or all others, and none of anybody else', async () => {
	const staff = await makeWorker(db, offering, 'staff')
	const stranger = await makeWorker(db, offering, 'staff')
	const tokens = [await signIn(staff), await signIn(staff), await signIn(staff)].map(({ token }) => token)
	const others = (await signIn(stranger)).token
	const list = async (token = '') =>
		(
			(await call('GET', '/sessions', { token })).json() as {
				sessions: { id: string; current: boolean; address: string }[]
			}
		).sessions
	const own = await list(tokens[0])
	expect(own).toHaveLength(3)
	expect(own.filter(({ current }) => current)).toHaveLength(1)
	expect(own.every(({ address }) => address.startsWith('198.51.100.'))).toBe(true)
	const [strangers] = await list(others)
	expect(problemOf(await call('DELETE', `/sessions/${strangers?.id}`, { token: tokens[0] ?? '' })).code).toBe(
		'not_found',
	)
	const second = (await list(tokens[1])).find(({ current }) => current)
	expect((await call('DELETE', `/sessions/${second?.id}`, { token: tokens[0] ?? '' })).status).toBe(204)
	expect(problemOf(await call('GET', '/me', { token: tokens[1] ?? '' })).code).toBe('auth.required')
	expect((await call('DELETE', '/sessions', { token: tokens[0] ?? '' })).status).toBe(204)
	expect(problemOf(await call('GET', '/me', { token: tokens[2] ?? '' })).code).toBe('auth.required')
	expect((await call('GET', '/me', { token: tokens[0] ?? '' })).status).toBe(200)
	const rows = await db.select().from(sessions).where(eq(sessions.assignmentId, staff.assignmentId))
	expect(rows[0]?.address?.includes('198.51.100')).toBe(false)
})

test('a browser that an account was never used from is told by mail; the first and the known are not', async () => {
	const staff = await makeWorker(db, offering, 'staff')
	const chrome = 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/143.0 Safari/537.36'
	const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0'
	for (const userAgent of [chrome, chrome, firefox, firefox]) {
		const body = { email: staff.email, password: testPassword, facility: offering.slug }
		await call('POST', '/sessions', { body, headers: { ...from(), 'user-agent': userAgent } })
	}
	const mails = () => emulators.mail?.caught.filter(({ to }) => to.includes(staff.email)) ?? []
	await vi.waitFor(() => expect(mails()).not.toHaveLength(0))
	expect(mails().map(({ text }) => text.match(/端末: (.*?)　/)?.[1])).toEqual(['Firefox, Linux'])
})

test('disabled, removed and left accounts, a stopped facility, and an emergency account without an incident stay out', async () => {
	const stopped = await makeFacility(db)
	await db.update(facilities).set({ stoppedAt: new Date() }).where(eq(facilities.id, stopped.id))
	const [disabled, removed, emergency] = [
		await makeWorker(db, offering, 'staff'),
		await makeWorker(db, offering, 'staff'),
		await makeWorker(db, offering, 'doctor_admin'),
	]
	const outside = await makeWorker(db, stopped, 'staff')
	const set = (person: TestPerson, values: Partial<typeof assignments.$inferInsert>) =>
		db.update(assignments).set(values).where(eq(assignments.id, person.assignmentId))
	const before = await Promise.all([disabled, removed, emergency].map((person) => signIn(person)))
	await set(disabled, { status: 'disabled' })
	await set(removed, { status: 'removed' })
	await set(emergency, { emergency: true })
	const attempt = (person: TestPerson, facility = offering) =>
		call('POST', '/sessions', {
			body: { email: person.email, password: testPassword, facility: facility.slug },
			headers: from(),
		})
	const wrong = await attempt({ ...disabled, email: 'nobody@test.example' })
	const bodies = [
		await attempt(disabled),
		await attempt(removed),
		await attempt(emergency),
		await attempt(outside, stopped),
	]
	for (const answer of bodies)
		expect({ ...problemOf(answer), requestId: '' }).toEqual({ ...problemOf(wrong), requestId: '' })
	for (const { token } of before) expect(problemOf(await call('GET', '/me', { token })).code).toBe('auth.required')

	const words = { titleJa: '障害', titleEn: 'Incident', bodyJa: '調査中', bodyEn: 'Looking' }
	const id = randomUUID()
	await db
		.insert(notices)
		.values({ id, kind: 'incident', facilityId: offering.id, ...words, startsAt: sql`now() - interval '1 minute'` })
	expect((await attempt(emergency)).status).toBe(201)
	await db.update(notices).set({ closedAt: new Date() }).where(eq(notices.id, id))
	expect((await attempt(emergency)).status).toBe(401)
})

test('every door that is open to more than full sessions is one that is there', async () => {
	const { paths } = (await call('GET', '/openapi.json')).json() as { paths: Record<string, object> }
	const served = Object.entries(paths).flatMap(([path, methods]) =>
		Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
	)
	expect(served).toEqual(expect.arrayContaining(Object.keys(sessionDoors)))
})
