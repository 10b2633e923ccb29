import { randomUUID } from 'node:crypto'
import { type Appointment, appointment, type Slot } from '@enshin/contracts/api.ts'
import type { DbEvent } from '@enshin/contracts/events.ts'
import { addDays, tokyoDay, tokyoMoment } from '@enshin/contracts/tokyo.ts'
import { listen } from '@enshin/db/events.ts'
import { appointments, calls, idempotencyKeys, memberships } from '@enshin/db/schema/index.ts'
import { makeFacility, makePatient, makePractitioner, makeWorker } from '@enshin/db/testing.ts'
import { eq } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type Answer, makeVisit, problemOf, sessionFor, startTestApi } from './support.ts'

const api = await startTestApi()
const { db } = api
const clinic = await makeFacility(db)
const other = await makeFacility(db)
const doctor = await makePractitioner(db, clinic)
const staff = await sessionFor(db, await makeWorker(db, clinic, 'staff'))
const strangers = await sessionFor(db, await makeWorker(db, other, 'staff'))

const events: DbEvent[] = []
const listening = await listen({
	url: api.config.databaseUrl,
	name: 'test',
	onEvent: (event) => void events.push(event),
})
afterAll(listening.close)

/** Each test books its own hour: slots are 15 minutes, every day. */
let hour = 0
function nextHour(): Date {
	hour += 1
	return tokyoMoment(
		addDays(tokyoDay(new Date()), 1 + Math.floor(hour / 20)),
		`${String(hour % 20).padStart(2, '0')}:00`,
	)
}
const later = (at: Date, minutes: number) => new Date(at.getTime() + minutes * 60_000)

async function patientAt(...facilities: (typeof clinic)[]) {
	const patient = await makePatient(db, facilities)
	return { ...patient, token: await sessionFor(db, patient) }
}

type Booking = { practitionerId?: string; startsAt: Date | string; patientId?: string }
async function book(token: string, { practitionerId = doctor.practitionerId, ...rest }: Booking, key = randomUUID()) {
	return await api.call('POST', '/appointments', {
		token,
		body: { practitionerId, ...rest },
		headers: { 'idempotency-key': key },
	})
}

function read(answer: Answer, status = 200): Appointment {
	if (answer.status !== status) throw new Error(`${answer.status}: ${answer.text}`)
	return appointment.parse(answer.json())
}
const refused = (answer: Answer) => problemOf(answer).code

test('a patient books a free slot for themself, and finds it in their list', async () => {
	const patient = await patientAt(clinic)
	const startsAt = nextHour()
	const booked = read(await book(patient.token, { startsAt }), 201)
	expect(booked).toMatchObject({
		kind: 'consultation',
		status: 'booked',
		startsAt: startsAt.toISOString(),
		endsAt: later(startsAt, 15).toISOString(),
		facility: { id: clinic.id, slug: clinic.slug },
		practitioner: { id: doctor.practitionerId, name: '山本 健一' },
		patient: { id: patient.personId, name: '髙橋 花子', chartNumber: null },
		call: { state: 'waiting', liveSince: null, endedAt: null, endReason: null },
		outsideSchedule: false,
		changeable: true,
	})
	const own = (await api.call('GET', '/appointments', { token: patient.token })).json()
	expect(own).toEqual({ upcoming: [booked], past: [] })
	expect(read(await api.call('GET', `/appointments/${booked.id}`, { token: patient.token }))).toEqual(booked)
	expect(read(await api.call('GET', `/calls/${booked.callId}/appointment`, { token: patient.token }))).toEqual(booked)
})

test('at a pharmacy the same verb books a 服薬指導', async () => {
	const pharmacy = await makeFacility(db, 'pharmacy')
	const pharmacist = await makePractitioner(db, pharmacy)
	const patient = await patientAt(pharmacy)
	const { practitionerId } = pharmacist
	expect(read(await book(patient.token, { practitionerId, startsAt: nextHour() }), 201).kind).toBe('guidance')
})

test('booking makes exactly one call with it, and tells who listens', async () => {
	const patient = await patientAt(clinic)
	const { id, callId } = read(await book(patient.token, { startsAt: nextHour() }), 201)
	expect(await db.select({ id: calls.id }).from(calls).where(eq(calls.appointmentId, id))).toEqual([{ id: callId }])
	const told = { type: 'appointment.changed', change: 'booked', appointmentId: id, facilityId: clinic.id, callId }
	await expect.poll(() => events).toContainEqual(told)
})

test("a facility's people book for its patients, and it is written down who did", async () => {
	const patient = await patientAt(clinic)
	const startsAt = nextHour()
	const { id } = read(await book(staff, { startsAt, patientId: patient.personId }), 201)
	const [row] = await db.select().from(appointments).where(eq(appointments.id, id))
	expect(row?.patientId).toBe(patient.personId)
	expect(row?.bookedBy).not.toBe(patient.personId)
})

test('the calendar shows a slot until it is booked, and again when it is given back', async () => {
	const patient = await patientAt(clinic)
	const startsAt = nextHour()
	const free = async () => {
		const query = `from=${tokyoDay(startsAt)}&days=1&practitionerId=${doctor.practitionerId}`
		const answer = await api.call('GET', `/facilities/${clinic.id}/slots?${query}`, { token: patient.token })
		return (answer.json() as { slots: Slot[] }).slots.map((slot) => slot.startsAt)
	}
	expect(await free()).toContain(startsAt.toISOString())
	const { id } = read(await book(patient.token, { startsAt }), 201)
	expect(await free()).not.toContain(startsAt.toISOString())
	read(await api.call('POST', `/appointments/${id}/cancel`, { token: patient.token }))
	expect(await free()).toContain(startsAt.toISOString())
	read(await book(patient.token, { startsAt }), 201)
})

test('a patient is not offered times at which they are somewhere else', async () => {
	const elsewhere = await makePractitioner(db, other)
	const patient = await patientAt(clinic, other)
	const startsAt = nextHour()
	read(await book(patient.token, { practitionerId: elsewhere.practitionerId, startsAt }), 201)
	const path = `/facilities/${clinic.id}/slots?from=${tokyoDay(startsAt)}&days=1`
	const offered = async (token: string) => {
		const { slots } = (await api.call('GET', path, { token })).json() as { slots: Slot[] }
		return slots.map((slot) => slot.startsAt)
	}
	expect(await offered(patient.token)).not.toContain(startsAt.toISOString())
	expect(await offered(staff)).toContain(startsAt.toISOString())
	expect(refused(await book(patient.token, { startsAt }))).toBe('appointment.overlaps_own')
})

test.each<[string, () => Promise<Answer>, string]>([
	[
		'a slot that is booked',
		async () => book((await patientAt(clinic)).token, { startsAt: await takenSlot() }),
		'appointment.slot_taken',
	],
	[
		'a time between slots',
		async () => book((await patientAt(clinic)).token, { startsAt: later(nextHour(), 7) }),
		'appointment.not_a_slot',
	],
	[
		'yesterday',
		async () => book((await patientAt(clinic)).token, { startsAt: later(nextHour(), -30 * 1440) }),
		'appointment.in_past',
	],
	[
		'the end of the calendar',
		async () => book((await patientAt(clinic)).token, { startsAt: '9999-12-31T23:45:00Z' }),
		'appointment.not_a_slot',
	],
	['no date at all', async () => book((await patientAt(clinic)).token, { startsAt: 'tomorrow' }), 'request.invalid'],
	[
		'a practitioner who is none',
		async () => book((await patientAt(clinic)).token, { practitionerId: randomUUID(), startsAt: nextHour() }),
		'not_found',
	],
	[
		'a facility the patient never asked',
		async () => book((await patientAt(other)).token, { startsAt: nextHour() }),
		'membership.required',
	],
	[
		'somebody else, by a patient',
		async () =>
			book((await patientAt(clinic)).token, { startsAt: nextHour(), patientId: (await patientAt(clinic)).personId }),
		'auth.forbidden',
	],
	['nobody, by staff', async () => book(staff, { startsAt: nextHour() }), 'request.invalid'],
	[
		'a stranger, by staff',
		async () => book(staff, { startsAt: nextHour(), patientId: (await patientAt(other)).personId }),
		'not_found',
	],
	[
		'at another facility, by staff',
		async () => book(strangers, { startsAt: nextHour(), patientId: (await patientAt(clinic, other)).personId }),
		'not_found',
	],
])('booking %s is refused, and books nothing', async (_, ask, code) => {
	const before = await db.$count(appointments)
	const answer = await ask()
	expect(refused(answer)).toBe(code)
	expect(await db.$count(appointments)).toBe(before + (code === 'appointment.slot_taken' ? 1 : 0))
})

async function takenSlot(): Promise<Date> {
	const startsAt = nextHour()
	read(await book((await patientAt(clinic)).token, { startsAt }), 201)
	return startsAt
}

test.each(['pending', 'refused'] as const)(
	'while the 利用登録 is %s there is no booking, by nobody',
	async (status) => {
		const patient = await patientAt(clinic)
		await db.update(memberships).set({ status }).where(eq(memberships.patientId, patient.personId))
		const startsAt = nextHour()
		expect(refused(await book(patient.token, { startsAt }))).toBe('membership.required')
		expect(refused(await book(staff, { startsAt, patientId: patient.personId }))).toBe('membership.required')
		const slots = await api.call('GET', `/facilities/${clinic.id}/slots`, { token: patient.token })
		expect(refused(slots)).toBe('membership.required')
	},
)

test('a booking without an Idempotency-Key is told so', async () => {
	const { token } = await patientAt(clinic)
	const body = { practitionerId: doctor.practitionerId, startsAt: nextHour() }
	expect(refused(await api.call('POST', '/appointments', { token, body }))).toBe('request.idempotency_key_missing')
})

test('the same question under the same key has one effect and one answer, however it is written', async () => {
	const patient = await patientAt(clinic)
	const [startsAt, key] = [nextHour(), randomUUID()]
	const first = read(await book(patient.token, { startsAt }, key), 201)
	expect(read(await book(patient.token, { startsAt }, key), 201)).toEqual(first)
	const inTokyo = `${tokyoDay(startsAt)}T${new Date(startsAt.getTime() + 9 * 3_600_000).toISOString().slice(11, 19)}+09:00`
	expect(read(await book(patient.token, { startsAt: inTokyo }, key), 201)).toEqual(first)
	expect(read(await book(patient.token, { startsAt, patientId: patient.personId }, key), 201)).toEqual(first)
	expect(await db.$count(appointments, eq(appointments.patientId, patient.personId))).toBe(1)
})

test('another question under the same key is refused', async () => {
	const patient = await patientAt(clinic)
	const [startsAt, key] = [nextHour(), randomUUID()]
	read(await book(patient.token, { startsAt }, key), 201)
	const answer = await book(patient.token, { startsAt: later(startsAt, 15) }, key)
	expect(answer.status).toBe(422)
	expect(refused(answer)).toBe('request.idempotency_key_reused')
})

test("keys are each person's own", async () => {
	const [one, two] = [await patientAt(clinic), await patientAt(clinic)]
	const [startsAt, key] = [nextHour(), randomUUID()]
	const first = read(await book(one.token, { startsAt }, key), 201)
	const second = read(await book(two.token, { startsAt: later(startsAt, 15) }, key), 201)
	expect(second.id).not.toBe(first.id)
})

test('a refused question may be asked again under its key, when the slot is free after all', async () => {
	const [one, two] = [await patientAt(clinic), await patientAt(clinic)]
	const [startsAt, key] = [nextHour(), randomUUID()]
	const { id } = read(await book(one.token, { startsAt }), 201)
	expect(refused(await book(two.token, { startsAt }, key))).toBe('appointment.slot_taken')
	read(await api.call('POST', `/appointments/${id}/cancel`, { token: one.token }))
	expect(read(await book(two.token, { startsAt }, key), 201).patient.id).toBe(two.personId)
})

test('moving keeps the appointment and its call, gives the old time back and takes the new one', async () => {
	const patient = await patientAt(clinic)
	const colleague = await makePractitioner(db, clinic)
	const startsAt = nextHour()
	const booked = read(await book(patient.token, { startsAt }), 201)
	const body = { practitionerId: colleague.practitionerId, startsAt: later(startsAt, 30) }
	const moved = read(await api.call('PATCH', `/appointments/${booked.id}`, { token: patient.token, body }))
	expect(moved).toMatchObject({
		id: booked.id,
		callId: booked.callId,
		practitioner: { id: colleague.practitionerId },
		startsAt: later(startsAt, 30).toISOString(),
	})
	read(await book((await patientAt(clinic)).token, { startsAt }), 201)
	const late = { practitionerId: colleague.practitionerId, startsAt: later(startsAt, 30) }
	expect(refused(await book((await patientAt(clinic)).token, late))).toBe('appointment.slot_taken')
	const told = { type: 'appointment.changed', change: 'moved', appointmentId: booked.id }
	await expect.poll(() => events).toContainEqual(expect.objectContaining(told))
})

test('an appointment can be moved into a time that overlaps its own', async () => {
	const halfHours = await makePractitioner(db, clinic, { slotMinutes: 30 })
	const { token } = await patientAt(clinic)
	const startsAt = nextHour()
	const { id } = read(await book(token, { startsAt: later(startsAt, 15) }), 201)
	const body = { practitionerId: halfHours.practitionerId, startsAt }
	expect(read(await api.call('PATCH', `/appointments/${id}`, { token, body })).endsAt).toBe(
		later(startsAt, 30).toISOString(),
	)
})

test('a move that cannot be made leaves the appointment where it was', async () => {
	const { token } = await patientAt(clinic)
	const booked = read(await book(token, { startsAt: nextHour() }), 201)
	const elsewhere = await makePractitioner(db, other)
	const wishes: [object, string][] = [
		[{ startsAt: await takenSlot() }, 'appointment.slot_taken'],
		[{ startsAt: later(nextHour(), 1) }, 'appointment.not_a_slot'],
		[{ startsAt: later(new Date(), -60) }, 'appointment.in_past'],
		[{ practitionerId: elsewhere.practitionerId, startsAt: nextHour() }, 'not_found'],
	]
	for (const [body, code] of wishes) {
		expect(refused(await api.call('PATCH', `/appointments/${booked.id}`, { token, body }))).toBe(code)
	}
	expect(read(await api.call('GET', `/appointments/${booked.id}`, { token }))).toEqual(booked)
})

test('a cancelled appointment stays in the history, and cancelling it again is no error', async () => {
	const { token } = await patientAt(clinic)
	const { id } = read(await book(token, { startsAt: nextHour() }), 201)
	const cancelled = read(await api.call('POST', `/appointments/${id}/cancel`, { token }))
	expect(cancelled).toMatchObject({ status: 'cancelled', changeable: false, outsideSchedule: false })
	expect(read(await api.call('POST', `/appointments/${id}/cancel`, { token }))).toEqual(cancelled)
	expect((await api.call('GET', '/appointments', { token })).json()).toEqual({ upcoming: [], past: [cancelled] })
	const body = { startsAt: nextHour() }
	expect(refused(await api.call('PATCH', `/appointments/${id}`, { token, body }))).toBe('appointment.not_changeable')
})

test.each<[string, { inMinutes: number; state?: 'ringing' | 'live' }, boolean]>([
	['a visit ahead', { inMinutes: 5 }, true],
	['a visit whose time has come', { inMinutes: -1 }, false],
	['a visit that is being called early', { inMinutes: 5, state: 'ringing' }, false],
	['a visit that runs', { inMinutes: 5, state: 'live' }, false],
])('%s: whether the patient may still change it is %j → %s', async (_, { inMinutes, state }, changeable) => {
	const patient = await patientAt(clinic)
	const { practitionerId } = await makePractitioner(db, clinic)
	const visit = { facilityId: clinic.id, practitionerId, patientId: patient.personId, inMinutes }
	const { appointmentId, callId } = await makeVisit(db, visit)
	if (state) await db.update(calls).set({ state }).where(eq(calls.id, callId))
	const { token } = patient
	expect(read(await api.call('GET', `/appointments/${appointmentId}`, { token })).changeable).toBe(changeable)
	if (changeable) return
	const body = { startsAt: nextHour() }
	const asks = [
		api.call('PATCH', `/appointments/${appointmentId}`, { token, body }),
		api.call('POST', `/appointments/${appointmentId}/cancel`, { token }),
	]
	for (const ask of asks) expect(refused(await ask)).toBe('appointment.not_changeable')
	// The facility may still cancel what was never called.
	const byStaff = await api.call('POST', `/appointments/${appointmentId}/cancel`, { token: staff })
	expect(byStaff.status).toBe(state ? 409 : 200)
})

test('nobody sees, moves or cancels what is not theirs: to them it does not exist', async () => {
	const booked = read(await book((await patientAt(clinic)).token, { startsAt: nextHour() }), 201)
	for (const token of [(await patientAt(clinic)).token, strangers]) {
		const asks = [
			api.call('GET', `/appointments/${booked.id}`, { token }),
			api.call('GET', `/calls/${booked.callId}/appointment`, { token }),
			api.call('PATCH', `/appointments/${booked.id}`, { token, body: { startsAt: nextHour() } }),
			api.call('POST', `/appointments/${booked.id}/cancel`, { token }),
		]
		for (const ask of asks) expect(refused(await ask)).toBe('not_found')
	}
	expect(refused(await api.call('GET', `/facilities/${clinic.id}/day`, { token: strangers }))).toBe('not_found')
	expect(refused(await api.call('GET', `/facilities/${clinic.id}/slots`, { token: strangers }))).toBe('not_found')
	const { token } = await patientAt(clinic)
	expect(refused(await api.call('GET', `/facilities/${clinic.id}/day`, { token }))).toBe('auth.forbidden')
	expect(refused(await api.call('GET', '/appointments', { token: staff }))).toBe('auth.forbidden')
	expect(refused(await api.call('GET', '/appointments'))).toBe('auth.required')
})

test('the day list has what begins on that day in Tokyo, earliest first', async () => {
	const facility = await makeFacility(db)
	const { practitionerId } = await makePractitioner(db, facility)
	const token = await sessionFor(db, await makeWorker(db, facility, 'staff'))
	const patient = await patientAt(facility)
	const day = addDays(tokyoDay(new Date()), 40)
	const times: [string, string][] = [
		[addDays(day, -1), '23:30'],
		[day, '14:00'],
		[day, '00:00'],
		[day, '23:30'],
		[addDays(day, 1), '00:00'],
	]
	for (const [on, clock] of times) {
		read(await book(patient.token, { practitionerId, startsAt: tokyoMoment(on, clock) }), 201)
	}
	const answer = await api.call('GET', `/facilities/${facility.id}/day?date=${day}`, { token })
	const list = z.object({ appointments: z.array(appointment) }).parse(answer.json()).appointments
	expect(list.map(({ startsAt }) => startsAt)).toEqual(
		['00:00', '14:00', '23:30'].map((clock) => tokyoMoment(day, clock).toISOString()),
	)
	const today = await api.call('GET', `/facilities/${facility.id}/day`, { token })
	expect(today.json()).toEqual({ appointments: [] })
	expect(refused(await api.call('GET', `/facilities/${facility.id}/day?date=0000-01-01`, { token }))).toBe(
		'request.invalid',
	)
})

test('a visit that is late is still ahead of its patient for an hour, one that runs however late it is', async () => {
	const patient = await patientAt(clinic)
	const visitAgo = async (minutes: number) => {
		const { practitionerId } = await makePractitioner(db, clinic)
		const visit = { facilityId: clinic.id, practitionerId, patientId: patient.personId, inMinutes: -minutes }
		return await makeVisit(db, visit)
	}
	const [late, forgotten, running] = [await visitAgo(60), await visitAgo(90), await visitAgo(300)]
	await db.update(calls).set({ state: 'live' }).where(eq(calls.id, running.callId))
	const { upcoming, past } = z
		.object({ upcoming: z.array(appointment), past: z.array(appointment) })
		.parse((await api.call('GET', '/appointments', { token: patient.token })).json())
	expect(upcoming.map(({ id }) => id)).toEqual([running.appointmentId, late.appointmentId])
	expect(past.map(({ id }) => id)).toEqual([forgotten.appointmentId])
})

test('no answer was kept for a question that was refused', async () => {
	const patient = await patientAt(clinic)
	await book(patient.token, { startsAt: later(nextHour(), 7) })
	expect(await db.$count(idempotencyKeys, eq(idempotencyKeys.personId, patient.personId))).toBe(0)
})
