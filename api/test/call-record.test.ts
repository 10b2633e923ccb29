import { randomUUID } from 'node:crypto'
import { callRecord } from '@enshin/contracts/api.ts'
import type { CallEvent, CallState } from '@enshin/contracts/call.ts'
import { appointments, callEvents, calls } from '@enshin/db/schema/index.ts'
import { makeFacility, makePatient, makePractitioner, makeWorker } from '@enshin/db/testing.ts'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { makeVisit, problemOf, serviceSecret, sessionFor, startTestApi } from './support.ts'

const { call, db } = await startTestApi()
const clinic = await makeFacility(db)
const doctor = await makePractitioner(db, clinic)
const staff = await makeWorker(db, clinic, 'staff')
const patient = await makePatient(db, [clinic])
const elsewhere = await makeWorker(db, await makeFacility(db), 'doctor_admin')

let lastVisit = 0
function newVisit() {
	lastVisit += 1
	const { practitionerId } = doctor
	const inMinutes = lastVisit * 20
	return makeVisit(db, { facilityId: clinic.id, practitionerId, patientId: patient.personId, inMinutes })
}

const at = (second: number) => new Date(Date.UTC(2026, 10, 22, 1, 0, second)).toISOString()
function changed(epochId: string, seq: number, second: number, to: CallState, reason: string | null = null): CallEvent {
	return { epochId, seq, at: at(second), type: 'state_changed', by: 'host', from: null, to, reason }
}
function joined(epochId: string, seq: number, second: number): CallEvent {
	return { epochId, seq, at: at(second), type: 'peer_joined', by: 'guest', from: null, to: null, reason: null }
}
function story(epochId = randomUUID()) {
	return [
		joined(epochId, 1, 0),
		changed(epochId, 2, 10, 'ringing'),
		changed(epochId, 3, 20, 'live'),
		changed(epochId, 4, 30, 'interrupted', 'video_off'),
		changed(epochId, 5, 40, 'live'),
		changed(epochId, 6, 50, 'ended', 'completed'),
	]
}

const report = (callId: string, events: unknown, secret = serviceSecret) =>
	call('POST', `/internal/calls/${callId}/events`, { token: secret, body: { events } })
async function rowsOf({ callId, appointmentId }: { callId: string; appointmentId: string }) {
	const [row] = await db.select().from(calls).where(eq(calls.id, callId))
	const [appointment] = await db.select().from(appointments).where(eq(appointments.id, appointmentId))
	return { state: row?.state, liveSince: row?.liveSince, endReason: row?.endReason, status: appointment?.status }
}
async function recordOf(callId: string) {
	return callRecord.parse((await call('GET', `/calls/${callId}`, { token: await sessionFor(db, doctor) })).json())
}

test('a whole call is written down, oldest first, and completes its appointment', async () => {
	const visit = await newVisit()
	const events = story()
	expect((await report(visit.callId, events.slice(0, 3))).json()).toEqual({ added: 3 })
	expect(await rowsOf(visit)).toMatchObject({ state: 'live', status: 'booked', liveSince: new Date(at(20)) })
	expect((await report(visit.callId, events.slice(3))).json()).toEqual({ added: 3 })
	expect(await recordOf(visit.callId)).toEqual({
		callId: visit.callId,
		appointmentId: visit.appointmentId,
		state: 'ended',
		liveSince: at(20),
		endedAt: at(50),
		endReason: 'completed',
		events,
	})
	expect((await rowsOf(visit)).status).toBe('completed')
})

test('what is reported twice, or many times at once, is kept once', async () => {
	const visit = await newVisit()
	const events = story()
	const answers = await Promise.all(Array.from({ length: 8 }, () => report(visit.callId, events)))
	const added = answers.map((answer) => (answer.json() as { added: number }).added)
	expect(added.sort()).toEqual([0, 0, 0, 0, 0, 0, 0, 6])
	expect((await recordOf(visit.callId)).events).toEqual(events)
})

test('a line sent again with other words changes nothing', async () => {
	const visit = await newVisit()
	const epochId = randomUUID()
	await report(visit.callId, [changed(epochId, 1, 0, 'ringing')])
	await report(visit.callId, [changed(epochId, 1, 0, 'ended', 'technical')])
	expect((await rowsOf(visit)).state).toBe('ringing')
})

test('the order of arrival does not matter', async () => {
	const visit = await newVisit()
	const events = story()
	for (const event of [4, 0, 5, 2, 1, 3].map((index) => events[index])) await report(visit.callId, [event])
	const record = await recordOf(visit.callId)
	expect(record).toMatchObject({ state: 'ended', liveSince: at(20), endedAt: at(50), events })
})

test('nothing after the end opens a call again', async () => {
	const visit = await newVisit()
	const epochId = randomUUID()
	await report(visit.callId, story(epochId))
	await report(visit.callId, [changed(epochId, 7, 60, 'live'), changed(randomUUID(), 1, 70, 'ringing')])
	expect(await rowsOf(visit)).toMatchObject({ state: 'ended', endReason: 'completed', status: 'completed' })
	expect((await recordOf(visit.callId)).events).toHaveLength(8)
})

test('a patient who never came leaves a no-show', async () => {
	const visit = await newVisit()
	await report(visit.callId, [changed(randomUUID(), 1, 0, 'ended', 'no_show')])
	expect(await rowsOf(visit)).toMatchObject({ endReason: 'no_show', liveSince: null, status: 'no_show' })
})

test('a cancelled appointment stays cancelled, whatever its call did', async () => {
	const visit = await newVisit()
	await db.update(appointments).set({ status: 'cancelled' }).where(eq(appointments.id, visit.appointmentId))
	await report(visit.callId, story())
	expect(await rowsOf(visit)).toMatchObject({ state: 'ended', status: 'cancelled' })
})

test('without the service secret nothing is written, and a session is no secret', async () => {
	const visit = await newVisit()
	const guesses = ['', 'a', serviceSecret.toUpperCase(), serviceSecret.slice(0, -1), await sessionFor(db, doctor)]
	for (const guess of guesses) {
		expect(problemOf(await report(visit.callId, story(), guess)).code).toBe('auth.required')
	}
	const headless = await call('POST', `/internal/calls/${visit.callId}/events`, { body: { events: story() } })
	expect(problemOf(headless).code).toBe('auth.required')
	expect(await db.select().from(callEvents).where(eq(callEvents.callId, visit.callId))).toEqual([])
})

test('events of no call, no events, and events of another shape are refused', async () => {
	const { callId } = await newVisit()
	const [first] = story()
	expect(problemOf(await report(randomUUID(), [first])).code).toBe('not_found')
	for (const events of [
		[],
		[{ ...first, to: 'paradise' }],
		[{ ...first, seq: 0 }],
		[{ ...first, seq: 2 ** 40 }],
		'x',
	]) {
		expect(problemOf(await report(callId, events)).code).toBe('request.invalid')
	}
	const tooMany = Array.from({ length: 201 }, (_, index) => joined(randomUUID(), index + 1, 0))
	expect(problemOf(await report(callId, tooMany)).code).toBe('request.invalid')
})

test("the record is for its facility's people, and for nobody else", async () => {
	const { callId } = await newVisit()
	const asked = async (who: { assignmentId: string }) =>
		call('GET', `/calls/${callId}`, { token: await sessionFor(db, who) })
	for (const who of [doctor, staff]) expect((await asked(who)).status).toBe(200)
	expect(problemOf(await asked(elsewhere)).code).toBe('not_found')
	expect(problemOf(await asked(patient)).code).toBe('auth.forbidden')
})
