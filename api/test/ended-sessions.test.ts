import { joinPermission } from '@enshin/contracts/api.ts'
import { type DbEvent, endedSessionsAtMost } from '@enshin/contracts/events.ts'
import { joinTokenClaims } from '@enshin/contracts/join-token.ts'
import { openedSession } from '@enshin/contracts/sign-in.ts'
import { listen, publish } from '@enshin/db/events.ts'
import { sessions } from '@enshin/db/schema/index.ts'
import { makeFacility, makePatient, makePractitioner, makeWorker, testPassword } from '@enshin/db/testing.ts'
import { eq, sql } from 'drizzle-orm'
import { decodeJwt } from 'jose'
import { afterAll, expect, test, vi } from 'vitest'
import { hashSessionToken } from '../src/accounts/session-token.ts'
import { makeVisit, sessionFor, startTestApi } from './support.ts'

// What signaling hears when sessions end, so that it can cut what they opened (its own tests show that it does).
const { call, db, ownerUrl, emulators } = await startTestApi()
const clinic = await makeFacility(db)
const doctor = await makePractitioner(db, clinic)

const events: DbEvent[] = []
const listening = await listen({ url: ownerUrl, name: 'test', onEvent: (event) => events.push(event) })
afterAll(listening.close)

/** All sessions told to be ended while this went on; what was told before the mark has been heard by then. */
async function endedBy(work: () => Promise<unknown>): Promise<string[]> {
	const from = events.length
	await work()
	const mark = { type: 'presence.asked', nodeId: crypto.randomUUID() } as const
	await publish(db, mark)
	await vi.waitFor(() => expect(events).toContainEqual(mark))
	return events.slice(from).flatMap((event) => (event.type === 'session.ended' ? event.sessionIds : []))
}
async function idOf(token: string): Promise<string> {
	const [row] = await db
		.select({ id: sessions.id })
		.from(sessions)
		.where(eq(sessions.tokenHash, hashSessionToken(token)))
	if (!row) throw new Error('no such session')
	return row.id
}
const done = async (...request: Parameters<typeof call>) => {
	const answer = await call(...request)
	expect(answer.status, answer.text).toBeLessThan(300)
	return answer
}
/** Somebody signed in three times. */
async function threeTimes() {
	const staff = await makeWorker(db, clinic, 'staff')
	const tokens = [await sessionFor(db, staff), await sessionFor(db, staff), await sessionFor(db, staff)] as const
	const ids = await Promise.all(tokens.map(idOf))
	return { staff, token: tokens[0], ids: { own: ids[0] ?? '', others: ids.slice(1).sort(), all: ids.sort() } }
}

test('signing out tells that session, ending another one that, ending all others those', async () => {
	const { token, ids } = await threeTimes()
	const [second = '', third = ''] = ids.others
	expect(await endedBy(() => done('DELETE', `/sessions/${second}`, { token }))).toEqual([second])
	expect(await endedBy(() => done('DELETE', '/sessions', { token }))).toEqual([third])
	expect(await endedBy(() => done('DELETE', '/sessions/current', { token }))).toEqual([ids.own])
})

test('a changed password tells all but the one that changed it, whose calls go on under its new token', async () => {
	const { token, ids } = await threeTimes()
	let rotated = ''
	const body = { current: testPassword, next: 'gravel otter umbrella noon' }
	const ended = await endedBy(async () => {
		rotated = openedSession.parse((await done('PUT', '/password', { token, body })).json()).token
	})
	expect(ended.sort()).toEqual(ids.others)
	expect(rotated).not.toBe(token)
	expect(await idOf(rotated)).toBe(ids.own)
})

test('a password chosen by a mailed link tells them all', async () => {
	const { staff, ids } = await threeTimes()
	await done('POST', '/password-resets', { body: { email: staff.email, facility: clinic.slug } })
	const link = await vi.waitFor(() => {
		const mail = emulators.mail?.caught.find(({ to }) => to.includes(staff.email))
		const token = mail?.text.match(/new-password#([\w-]+)/)?.[1]
		if (!token) throw new Error('no mail yet')
		return token
	})
	const body = { token: link, password: 'gravel otter umbrella noon' }
	expect((await endedBy(() => done('POST', '/password-resets/use', { body }))).sort()).toEqual(ids.all)
})

test('more sessions than one notification holds are told all the same', async () => {
	const { staff, token, ids } = await threeTimes()
	const count = 2 * endedSessionsAtMost
	await db.execute(sql`
		insert into sessions (id, assignment_id, token_hash, idle_expires_at, expires_at)
		select gen_random_uuid(), ${staff.assignmentId}, 'many ' || n, now() + interval '1 hour', now() + interval '1 hour'
		from generate_series(1, ${count}) n`)
	const ended = await endedBy(() => done('DELETE', '/sessions', { token }))
	expect(new Set(ended).size).toBe(count + 2)
	expect(ended).not.toContain(ids.own)
})

test('neither a locked screen, nor a proof given again, nor an expired session that is swept out cuts a call (F17)', async () => {
	const { staff, token, ids } = await threeTimes()
	const ended = await endedBy(async () => {
		await done('POST', '/sessions/current/lock', { token })
		const proof = { kind: 'password', password: testPassword }
		await done('POST', '/sessions/current/unlock', { token, body: proof })
		for (const id of ids.others) await db.update(sessions).set({ expiresAt: sql`now()` }).where(eq(sessions.id, id))
		const body = { email: staff.email, password: testPassword, facility: clinic.slug }
		await done('POST', '/sessions', { body })
	})
	expect(await db.$count(sessions, eq(sessions.assignmentId, staff.assignmentId))).toBe(2)
	expect(ended).toEqual([])
})

test('tokens for calls and for the day say from which session they come, and of patients for whose visit', async () => {
	const patient = await makePatient(db, [clinic])
	const { practitionerId } = doctor
	const visit = { facilityId: clinic.id, practitionerId, patientId: patient.personId }
	const { callId } = await makeVisit(db, visit)
	const [forDoctor, forPatient] = [await sessionFor(db, doctor), await sessionFor(db, patient)]
	const claims = async (path: string, token: string) =>
		joinTokenClaims.parse(decodeJwt(joinPermission.parse((await done('POST', path, { token, body: {} })).json()).token))
	const hosting = await claims(`/calls/${callId}/join-token`, forDoctor)
	expect(hosting).toMatchObject({ session: await idOf(forDoctor) })
	expect(hosting).not.toHaveProperty('patientId')
	expect(await claims('/watch-token', forDoctor)).toMatchObject({ session: await idOf(forDoctor) })
	expect(await claims(`/calls/${callId}/join-token`, forPatient)).toMatchObject({
		session: await idOf(forPatient),
		patientId: patient.personId,
	})
})
