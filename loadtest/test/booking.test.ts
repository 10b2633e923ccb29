import { closeLoadTest } from '@enshin/api/operations/close-load-test.ts'
import { openLoadTest } from '@enshin/api/operations/open-load-test.ts'
import { appointments } from '@enshin/db/schema/index.ts'
import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { startTestApi } from '../../api/test/support.ts'
import { proveNoneDouble } from '../src/booking/prove-none-double.ts'
import { runBooking } from '../src/scenarios/booking.ts'
import { openTarget } from '../src/target/open-target.ts'

const api = await startTestApi({ logLevel: 'warn' })
const { db, vault, url: apiUrl } = api
const parts = { db, vault }
const { token: consent, facilityId } = await openLoadTest(parts, null, { pairs: 8, minutes: 10 })
const origin = 'https://enshin.test'
const open = (options: { consent?: string; onClose?: () => Promise<void> } = {}) =>
	openTarget({ apiUrl, origin, consent, ...options })
const post = (url: string, bearer: string) =>
	fetch(url, {
		method: 'POST',
		headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
		body: '{}',
	})

test('rooms are booked with seats for everybody, each good for as many permissions as are wanted', async () => {
	const target = await open()
	const plans = await target.bookRooms(3, 4)
	expect(new Set(plans.map(({ callId }) => callId)).size).toBe(3)
	for (const { seats } of plans) {
		expect(seats.map(({ role }) => role)).toEqual(['host', 'guest', 'guest', 'guest'])
		for (const { permissionUrl, bearer } of [...seats, ...seats])
			expect((await post(permissionUrl, bearer)).status).toBe(200)
	}
	const [row] = await db.execute<{ doctors: number }>(
		sql`select count(distinct practitioner_id)::int as doctors from appointments where facility_id = ${facilityId}`,
	)
	expect(row?.doctors).toBe(3)
	await target.close()
	expect(await db.$count(appointments, eq(appointments.status, 'booked'))).toBe(0)
	const [seat] = plans[0]?.seats ?? []
	expect((await post(`${seat?.permissionUrl}`, `${seat?.bearer}`)).status).toBe(401)
})

test('the people take turns, and more rooms at once than there are people is refused in a sentence', async () => {
	const target = await open()
	await target.bookRooms(8, 2)
	expect(await target.bookRooms(4, 2)).toHaveLength(4)
	await expect(target.bookRooms(9, 2)).rejects.toThrow('--pairs 9')
	await target.close()
})

test('readers and racing bookers: all are answered, one wins each slot, none is double, and it is proved', async () => {
	const target = await open()
	const lines: string[] = []
	const report = await runBooking(target, {
		readers: 2,
		bookers: 8,
		seconds: 2,
		signal: new AbortController().signal,
		say: (line) => lines.push(line),
	})
	expect(report.errors).toEqual({})
	expect(Object.keys(report.refused)).toEqual(['appointment.slot_taken'])
	expect(report.bookings).toBeGreaterThan(0)
	expect(report.proof).toEqual({ booked: report.bookings, doubles: [], missing: 0, isWhole: true })
	expect(report.repeats.differing).toBe(0)
	for (const latency of Object.values(report.latency)) expect(latency?.count).toBeGreaterThan(0)
	expect(lines.at(-1)).toContain('again')
	expect(await db.$count(appointments, eq(appointments.status, 'booked'))).toBe(report.bookings)
	await target.close()
})

test('a booking that is double, or was answered and is not there, is found', async () => {
	const target = await open()
	const people = await target.bookers(8)
	// Behind the back of the constraints, which would not let it happen.
	await db.execute(sql`alter table appointments drop constraint appointments_patient_free`)
	await db.execute(sql`alter table appointments drop constraint appointments_practitioner_free`)
	await target.bookRooms(8, 2)
	await db.execute(sql`
		with copied as (
			insert into appointments (facility_id, practitioner_id, patient_id, kind, during, booked_by)
			select facility_id, practitioner_id, patient_id, kind, during, booked_by from appointments
			where status = 'booked' limit 8 returning id
		) insert into calls (appointment_id) select id from copied`)
	const proof = await proveNoneDouble(apiUrl, people.bearers, new Set(['01a2030f-6c1a-7c3e-8a51-2f6c1a7c3e8a']))
	// Each is double for its doctor and for its patient.
	expect(proof).toMatchObject({ booked: 16, missing: 1 })
	expect(proof.doubles).toHaveLength(16)
	await target.close()
})

test('a consent that is wrong or closed is refused in a sentence', async () => {
	await expect(open({ consent: 'x'.repeat(43) })).rejects.toThrow('does not accept this consent')
	await closeLoadTest(parts, null)
	await expect(open()).rejects.toThrow('does not accept this consent')
})
