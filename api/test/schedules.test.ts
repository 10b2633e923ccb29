import { randomUUID } from 'node:crypto'
import { type Schedule, type Slot, scheduleAnswer } from '@enshin/contracts/api.ts'
import { addDays, tokyoDay, tokyoMoment, tokyoWeekday } from '@enshin/contracts/tokyo.ts'
import { appointments } from '@enshin/db/schema/index.ts'
import { makeFacility, makePatient, makePractitioner, makeWorker, type TestPractitioner } from '@enshin/db/testing.ts'
import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { problemOf, sessionFor, startTestApi } from './support.ts'

const api = await startTestApi()
const { db } = api
const clinic = await makeFacility(db)
const admin = await sessionFor(db, await makeWorker(db, clinic, 'doctor_admin'))
const staff = await sessionFor(db, await makeWorker(db, clinic, 'staff'))
const otherAdmin = await sessionFor(db, await makeWorker(db, await makeFacility(db), 'doctor_admin'))

/** A week from now, so that all of it lies ahead. */
const day = addDays(tokyoDay(new Date()), 7)
const weekday = tokyoWeekday(day)
const schedule: Schedule = {
	slotMinutes: 20,
	hours: [
		{ weekday, from: '09:00', to: '12:00' },
		{ weekday, from: '13:00', to: '14:00' },
	],
	daysOff: [addDays(day, 30)],
}

let doctor: TestPractitioner
let path: string
beforeEach(async () => {
	doctor = await makePractitioner(db, clinic)
	path = `/practitioners/${doctor.practitionerId}/schedule`
})

async function put(body: unknown, token = admin) {
	const answer = await api.call('PUT', path, { token, body })
	if (answer.status !== 200) throw new Error(problemOf(answer).code)
	return scheduleAnswer.parse(answer.json())
}
const get = async () => scheduleAnswer.parse((await api.call('GET', path, { token: staff })).json())

async function slots(from = day, days = 1): Promise<string[]> {
	const query = `from=${from}&days=${days}&practitionerId=${doctor.practitionerId}`
	const answer = await api.call('GET', `/facilities/${clinic.id}/slots?${query}`, { token: staff })
	return (answer.json() as { slots: Slot[] }).slots.map(({ startsAt }) => startsAt)
}

async function book(clock: string) {
	const patient = await makePatient(db, [clinic])
	const body = {
		practitionerId: doctor.practitionerId,
		patientId: patient.personId,
		startsAt: tokyoMoment(day, clock).toISOString(),
	}
	const answer = await api.call('POST', '/appointments', {
		token: staff,
		body,
		headers: { 'idempotency-key': randomUUID() },
	})
	return answer.json() as { id: string; outsideSchedule: boolean; startsAt: string; status: string }
}

test('what an admin saves is what everybody reads, and what slots follow from', async () => {
	const saved = await put(schedule)
	expect(saved).toMatchObject({ schedule, toBeMoved: [], practitioner: { id: doctor.practitionerId } })
	expect(await get()).toEqual(saved)
	const expected = ['09:00', '09:20', '09:40', '10:00', '10:20', '10:40', '11:00', '11:20', '11:40']
	expect(await slots()).toEqual(
		[...expected, '13:00', '13:20', '13:40'].map((clock) => tokyoMoment(day, clock).toISOString()),
	)
})

test('a day off has no slots, on that day alone', async () => {
	await put({ ...schedule, daysOff: [day] })
	expect(await slots(day)).toEqual([])
	expect((await slots(addDays(day, 7))).length).toBe(12)
})

test('no hours at all is a schedule, too', async () => {
	await put({ ...schedule, hours: [], daysOff: [] })
	expect((await get()).schedule).toEqual({ slotMinutes: 20, hours: [], daysOff: [] })
	expect(await slots(day, 14)).toEqual([])
})

test('a change never touches what is booked: it is listed to be moved, and says so wherever it is read', async () => {
	const [morning, afternoon, evening] = [await book('09:15'), await book('13:45'), await book('18:00')]
	expect([morning, afternoon, evening].map(({ outsideSchedule }) => outsideSchedule)).toEqual([false, false, false])
	const before = await db.select().from(appointments).where(eq(appointments.practitionerId, doctor.practitionerId))

	const { toBeMoved } = await put({ ...schedule, hours: [{ weekday, from: '09:00', to: '13:50' }] })
	expect(toBeMoved.map(({ id }) => id)).toEqual([afternoon.id, evening.id])
	expect(toBeMoved.every(({ status, outsideSchedule }) => status === 'booked' && outsideSchedule)).toBe(true)
	expect(await db.select().from(appointments).where(eq(appointments.practitionerId, doctor.practitionerId))).toEqual(
		before,
	)

	const dayList = await api.call('GET', `/facilities/${clinic.id}/day?date=${day}`, { token: staff })
	const ofDoctor = (dayList.json() as { appointments: (typeof morning)[] }).appointments
	const outside = ofDoctor.filter(({ outsideSchedule }) => outsideSchedule).map(({ id }) => id)
	expect(outside).toEqual([afternoon.id, evening.id])
	expect((await get()).toBeMoved.map(({ id }) => id)).toEqual([afternoon.id, evening.id])
})

test('a booked time that is outside by now still belongs to its patient: nobody else gets it', async () => {
	await book('09:00')
	await put({ ...schedule, hours: [] })
	await put(schedule)
	expect(await slots()).not.toContain(tokyoMoment(day, '09:00').toISOString())
})

test('what is moved or cancelled leaves the list, and what is over never was on it', async () => {
	const [one, two] = [await book('18:00'), await book('18:15')]
	expect((await put(schedule)).toBeMoved.map(({ id }) => id)).toEqual([one.id, two.id])
	const body = { startsAt: tokyoMoment(day, '09:20').toISOString() }
	expect((await api.call('PATCH', `/appointments/${one.id}`, { token: staff, body })).status).toBe(200)
	expect((await get()).toBeMoved.map(({ id }) => id)).toEqual([two.id])
	expect((await api.call('POST', `/appointments/${two.id}/cancel`, { token: staff })).status).toBe(200)
	expect((await get()).toBeMoved).toEqual([])
})

test('a day off set over a booked day lists all of it', async () => {
	const booked = [await book('09:00'), await book('13:00')]
	const { toBeMoved } = await put({ ...schedule, daysOff: [day] })
	expect(toBeMoved.map(({ id }) => id)).toEqual(booked.map(({ id }) => id))
})

test.each([
	[
		'hours that overlap',
		{
			hours: [
				{ weekday, from: '09:00', to: '12:00' },
				{ weekday, from: '11:00', to: '13:00' },
			],
		},
	],
	['hours that end before they start', { hours: [{ weekday, from: '12:00', to: '09:00' }] }],
	['a day that no calendar has', { daysOff: ['0000-01-01'] }],
])('%s are refused, and the schedule stays as it was', async (_, wrong) => {
	const before = await put(schedule)
	const answer = await api.call('PUT', path, { token: admin, body: { ...schedule, ...wrong } })
	expect(problemOf(answer)).toMatchObject({ code: 'schedule.invalid', issues: [{ path: expect.any(String) }] })
	expect(await get()).toEqual(before)
})

test.each([
	['a slot of seven minutes', { slotMinutes: 7 }],
	['an eighth weekday', { hours: [{ weekday: 8, from: '09:00', to: '12:00' }] }],
	['a time that no clock shows', { hours: [{ weekday: 1, from: '09:00', to: '24:00' }] }],
	['a day that February has not', { daysOff: ['2027-02-30'] }],
])('%s is no schedule', async (_, wrong) => {
	const answer = await api.call('PUT', path, { token: admin, body: { ...schedule, ...wrong } })
	expect(problemOf(answer).code).toBe('request.invalid')
})

test('schedules are written by admins and read by colleagues; to other facilities there are none', async () => {
	const patient = await sessionFor(db, await makePatient(db, [clinic]))
	const ask = async (method: string, token: string) =>
		await api.call(method, path, { token, ...(method === 'PUT' && { body: schedule }) })
	const code = async (method: string, token: string) => problemOf(await ask(method, token)).code
	expect(await code('PUT', staff)).toBe('auth.forbidden')
	expect(await code('PUT', await sessionFor(db, doctor))).toBe('auth.forbidden')
	expect(await code('PUT', otherAdmin)).toBe('not_found')
	expect(await code('GET', otherAdmin)).toBe('not_found')
	expect(await code('GET', patient)).toBe('auth.forbidden')
	expect((await ask('GET', staff)).status).toBe(200)
})

test('bookings and a change of hours at the same moment: whatever got in is booked or listed, nothing is lost', async () => {
	const clocks = ['15:00', '15:15', '15:30', '15:45', '16:00', '16:15']
	const [saved, ...answers] = await Promise.all([put(schedule), ...clocks.map(book)])
	const booked = answers.filter(({ status }) => status === 'booked').map(({ id }) => id)
	// Those booked before the change are in its answer; the others were refused by the new hours.
	expect(saved.toBeMoved.map(({ id }) => id).toSorted()).toEqual(booked.toSorted())
	expect((await get()).toBeMoved).toEqual(saved.toBeMoved)
})
