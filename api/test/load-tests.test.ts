import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { joinPermission } from '@enshin/contracts/api.ts'
import { dbEvent } from '@enshin/contracts/events.ts'
import { joinTokenClaims } from '@enshin/contracts/join-token.ts'
import { type LoadTestSessions, loadTestSessions } from '@enshin/contracts/load-test.ts'
import { connect } from '@enshin/db/connection.ts'
import { openIdentity } from '@enshin/db/identity.ts'
import {
	accessLog,
	appointments,
	assignments,
	credentials,
	loadTestConsents,
	loadTestPairs,
	memberships,
	people,
	sessions,
} from '@enshin/db/schema/index.ts'
import { makeFacility, makeOperator, makePatient, makePractitioner } from '@enshin/db/testing.ts'
import { eq, inArray, sql } from 'drizzle-orm'
import { decodeJwt } from 'jose'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { closeLoadTest } from '../src/operations/close-load-test.ts'
import { openLoadTest } from '../src/operations/open-load-test.ts'
import type { Operator } from '../src/operations/operating.ts'
import { makeVisit, problemOf, sessionFor, startTestApi } from './support.ts'

const { call, db, vault, ownerUrl } = await startTestApi()
const parts = { db, vault }
const clinic = await makeFacility(db)
const doctor = await makePractitioner(db, clinic)
const hanako = await makePatient(db, [clinic])
const { personId, assignmentId, name } = await makeOperator(db)
const operator: Operator = { personId, assignmentId, name }

let consent: Awaited<ReturnType<typeof openLoadTest>>
beforeEach(async () => {
	consent = await openLoadTest(parts, null, { pairs: 3, minutes: 10 })
})

const ask = (path: string, body: unknown, token = consent.token) => call('POST', `/load-tests/${path}`, { token, body })
async function sessionsOf(from: number, count: number): Promise<LoadTestSessions> {
	return loadTestSessions.parse((await ask('sessions', { from, count })).json())
}

async function book({ sessions: [pair], facilityId }: LoadTestSessions, token = pair?.patient) {
	const where = `/facilities/${facilityId}/slots?days=2&practitionerId=${pair?.practitionerId}`
	const { slots } = (await call('GET', where, { token: `${token}` })).json() as { slots: { startsAt: string }[] }
	const booked = await call('POST', '/appointments', {
		token: `${token}`,
		body: { practitionerId: pair?.practitionerId, startsAt: slots[0]?.startsAt },
		headers: { 'idempotency-key': randomUUID() },
	})
	return booked.json() as { id: string; callId: string }
}

test('under a consent a synthetic pair books and both may enter, through the routes of everybody', async () => {
	const given = await sessionsOf(1, 2)
	expect(given).toMatchObject({ pairs: 3, facilityId: consent.facilityId, sessions: [{ n: 1 }, { n: 2 }] })
	expect(given.expiresAt).toBe(consent.expiresAt.toISOString())
	const { callId } = await book(given)
	for (const [token, role] of [
		[given.sessions[0]?.doctor, 'host'],
		[given.sessions[0]?.patient, 'guest'],
	]) {
		const answer = await call('POST', `/calls/${callId}/join-token`, { token: `${token}`, body: {} })
		expect(decodeJwt(joinPermission.parse(answer.json()).token)).toMatchObject({ role, callId })
	}
	const [pair] = given.sessions
	const other = await call('POST', `/calls/${callId}/join-token`, { token: `${given.sessions[1]?.doctor}`, body: {} })
	expect(problemOf(other).code).toBe('not_found')
	expect((await call('GET', '/me', { token: `${pair?.doctor}` })).json()).toMatchObject({ role: 'doctor' })
})

test('a further guest is one participant under one number, comes with the patient’s session, and only into its own calls', async () => {
	const given = await sessionsOf(0, 1)
	const { callId } = await book(given)
	const claims = async (guest: number) => {
		const { token } = joinPermission.parse((await ask(`calls/${callId}/guests/${guest}/join-token`, {})).json())
		return joinTokenClaims.parse(decodeJwt(token))
	}
	const [two, again, three] = [await claims(2), await claims(2), await claims(3)]
	const patient = decodeJwt(
		joinPermission.parse(
			(await call('POST', `/calls/${callId}/join-token`, { token: `${given.sessions[0]?.patient}`, body: {} })).json(),
		).token,
	)
	expect(two).toMatchObject({ role: 'guest', callId, session: patient.session, patientId: patient.sub })
	expect(again).toMatchObject({ peerId: (two as { peerId: string }).peerId })
	expect(new Set([two, three, patient].map((one) => (one as { peerId: string }).peerId)).size).toBe(3)
	const elsewhere = await makeVisit(db, {
		facilityId: clinic.id,
		practitionerId: doctor.practitionerId,
		patientId: hanako.personId,
	})
	const foreign = await ask(`calls/${elsewhere.callId}/guests/2/join-token`, {})
	expect(problemOf(foreign).code).toBe('not_found')
	expect(problemOf(await ask(`calls/${callId}/guests/1/join-token`, {})).code).toBe('request.invalid')
})

test('a wrong, an expired and a closed consent are refused alike, and so is a session', async () => {
	const session = await sessionFor(db, doctor)
	const expired = await openLoadTest(parts, null, { pairs: 1, minutes: 1 })
	await db.update(loadTestConsents).set({ expiresAt: sql`now() - interval '1 second'` })
	const answers = []
	// The first one was closed by the second.
	for (const token of ['x'.repeat(43), expired.token, consent.token, session]) {
		for (const path of ['sessions', `calls/${randomUUID()}/guests/2/join-token`, 'nothing']) {
			const { requestId, ...problem } = problemOf(await ask(path, { from: 0, count: 1 }, token))
			answers.push(JSON.stringify(problem))
		}
	}
	expect(new Set(answers)).toEqual(new Set([expect.stringContaining('"auth.required"')]))
})

test('a consent opens nothing else, and no more pairs than it is for', async () => {
	for (const path of ['/me', '/appointments', `/facilities/${consent.facilityId}/day`])
		expect(problemOf(await call('GET', path, { token: consent.token })).code).toBe('auth.required')
	expect(problemOf(await ask('sessions', { from: 0, count: 4 })).code).toBe('load_test.too_many')
	expect(problemOf(await ask('sessions', { from: 3, count: 1 })).code).toBe('load_test.too_many')
})

test('synthetic patients reach no other facility, and act for nobody', async () => {
	const { sessions: given } = await sessionsOf(0, 1)
	const token = `${given[0]?.patient}`
	const asked = await call('POST', '/memberships', { token, body: { code: clinic.slug } })
	expect(problemOf(asked).code).toBe('auth.forbidden')
	expect(await db.$count(memberships, eq(memberships.facilityId, clinic.id))).toBe(1)
	const child = { name: '架空 子', kana: 'かくう こ', birthDate: '2020-01-01', sex: 'other', telephone: null }
	const family = await call('POST', '/family', { token, body: { ...child, relation: 'parent' } })
	expect(problemOf(family).code).toBe('auth.forbidden')
})

test('opening again keeps the people, adds those that are missing, and ends what was there', async () => {
	const before = await db.select().from(loadTestPairs).orderBy(loadTestPairs.n)
	const given = await sessionsOf(0, 1)
	const { id } = await book(given)
	await openLoadTest(parts, operator, { pairs: 5, minutes: 10 })
	const after = await db.select().from(loadTestPairs).orderBy(loadTestPairs.n)
	expect(after).toHaveLength(5)
	expect(after.slice(0, before.length)).toEqual(before)
	expect(problemOf(await call('GET', '/me', { token: `${given.sessions[0]?.patient}` })).code).toBe('auth.required')
	expect(await db.select({ status: appointments.status }).from(appointments).where(eq(appointments.id, id))).toEqual([
		{ status: 'cancelled' },
	])
})

test('a run ends its own sessions and bookings, and the consent stays', async () => {
	const given = await sessionsOf(0, 2)
	await book(given)
	const heard = await listen()
	const ended = await call('DELETE', '/load-tests/sessions', { token: consent.token })
	expect(ended.json()).toEqual({ sessions: 4, cancelled: 1 })
	expect(await heard()).toMatchObject([{ type: 'session.ended' }])
	expect((await sessionsOf(0, 2)).sessions).toHaveLength(2)
})

test('the synthetic people are sealed as any', async () => {
	const [one] = await db
		.select({ id: people.id, identity: people.identity })
		.from(people)
		.innerJoin(loadTestPairs, eq(loadTestPairs.patientId, people.id))
		.where(eq(loadTestPairs.n, 0))
	if (!one) throw new Error('there are')
	const keys = await vault.keys(db, [{ kind: 'person', id: one.id }])
	expect(openIdentity(keys, one.id, one.identity).name).toBe('負荷試験 患者0')
})

// The last one: opening again would wait until signaling takes the facility's tokens again.
test('closing leaves no session, no account that can be used and nothing booked, tells signaling, and is written down', async () => {
	const given = await sessionsOf(0, 2)
	const { callId } = await book(given)
	const real = await makeVisit(db, {
		facilityId: clinic.id,
		practitionerId: doctor.practitionerId,
		patientId: hanako.personId,
		inMinutes: 60,
	})
	const token = await sessionFor(db, hanako)
	const heard = await listen()
	expect(await closeLoadTest(parts, operator)).toEqual({ closed: 1, sessions: 4 })
	expect((await heard()).map(({ type }) => type)).toEqual(['session.ended', 'access.ended'])
	const pairs = await db.select().from(loadTestPairs)
	const theirs = pairs.flatMap((pair) => [pair.doctorAssignmentId, pair.patientAssignmentId])
	expect(await db.$count(sessions, inArray(sessions.assignmentId, theirs))).toBe(0)
	const states = await db.select().from(assignments).where(inArray(assignments.id, theirs))
	expect(new Set(states.map(({ status }) => status))).toEqual(new Set(['disabled']))
	// Nobody else is touched.
	const mine = await call('GET', `/appointments/${real.appointmentId}`, { token })
	expect(mine.json()).toMatchObject({ status: 'booked' })
	expect((await call('GET', '/me', { token: await sessionFor(db, doctor) })).status).toBe(200)
	const theirPeople = states.map((state) => state.personId)
	expect(await db.$count(credentials, inArray(credentials.personId, theirPeople))).toBe(0)
	// Even a session that somebody put into the database would not be one.
	const forged = await sessionFor(db, { assignmentId: theirs[1] ?? '' })
	expect(problemOf(await call('GET', '/me', { token: forged })).code).toBe('auth.required')
	expect(problemOf(await ask(`calls/${callId}/guests/2/join-token`, {})).code).toBe('auth.required')
	const written = await db
		.select({ action: accessLog.action, actorId: accessLog.actorId })
		.from(accessLog)
		.where(eq(accessLog.chainId, consent.facilityId))
		.orderBy(accessLog.seq)
	expect(written.filter(({ action }) => action === 'load_test.open')[0]?.actorId).toBeNull()
	expect(written.at(-1)).toEqual({ action: 'load_test.close', actorId: operator.personId })
	expect(await closeLoadTest(parts, null)).toEqual({ closed: 0, sessions: 1 })
})

/** What is told from now on about access; without the bookings, which tell of themselves. */
async function listen() {
	const client = connect({ url: ownerUrl, name: 'test events', max: 1 })
	afterAll(() => client.end({ timeout: 1 }))
	const heard: { type: string }[] = []
	await client.listen('enshin', (payload) => void heard.push(dbEvent.parse(JSON.parse(payload))))
	return async () => {
		await pause(100)
		return heard.filter(({ type }) => type.endsWith('.ended'))
	}
}
