import type { Id } from '@enshin/contracts/ids.ts'
import { and, eq, gte, inArray, lte, ne, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import type { Interval } from '../interval.ts'
import { appointments, callEvents, calls } from '../schema/index.ts'
import { type DemoAppointment, type DemoStatus, demoDay, demoWeek, nextSlot } from './demo-day.ts'
import type { Seeded } from './seed-accounts.ts'
import { slotMinutes } from './seed-schedules.ts'

/**
 * Sees to it that somebody is next. A demo started again while its next patient still waits is left as it is; later what
 * nobody came to is closed, and the day is laid out anew around now, beside what people booked themselves.
 */
export async function seedAppointments(tx: Tx, seeded: Seeded, now: Date): Promise<void> {
	if (!(await someoneIsNext(tx, seeded, now))) {
		await closeMissed(tx, seeded, now)
		const pastKnown = await hasPast(tx, seeded, now)
		await addAll(
			tx,
			seeded,
			demoDay(now).filter(({ status }) => status === 'booked' || !pastKnown),
		)
	}
	await addAll(tx, seeded, demoWeek(now))
}

async function someoneIsNext(tx: Tx, seeded: Seeded, now: Date): Promise<boolean> {
	const found = await tx
		.select({ id: appointments.id })
		.from(appointments)
		.innerJoin(calls, eq(calls.appointmentId, appointments.id))
		.where(
			and(
				eq(appointments.patientId, seeded.people.get('hanako@patient.example') as Id),
				eq(appointments.practitionerId, seeded.practitioners.get('doctor@sakura.example')?.id as Id),
				eq(appointments.status, 'booked'),
				ne(calls.state, 'ended'),
				startsBetween(minutesAfter(now, -10), nextSlot(now)),
			),
		)
	return found.length > 0
}

/** A demo patient's visit that was never called would come before the next one in their list. */
async function closeMissed(tx: Tx, seeded: Seeded, now: Date): Promise<void> {
	const waiting = sql`${appointments.id} in (select appointment_id from calls where state = 'waiting')`
	const missed = await tx
		.update(appointments)
		.set({ status: 'no_show', updatedAt: now })
		.where(
			and(
				inArray(appointments.patientId, [...seeded.people.values()]),
				eq(appointments.status, 'booked'),
				startsBetween(new Date(0), minutesAfter(now, -10)),
				waiting,
			),
		)
		.returning({ id: appointments.id })
	const ids = missed.map(({ id }) => id)
	await tx
		.update(calls)
		.set({ state: 'ended', endedAt: now, endReason: 'no_show', updatedAt: now })
		.where(inArray(calls.appointmentId, ids))
}

/** Whether visits of the last hours are there already: they would heap up with each start. */
async function hasPast(tx: Tx, seeded: Seeded, now: Date): Promise<boolean> {
	const practitionerIds = [...seeded.practitioners.values()].map(({ id }) => id)
	const found = await tx
		.select({ id: appointments.id })
		.from(appointments)
		.where(and(inArray(appointments.practitionerId, practitionerIds), startsBetween(minutesAfter(now, -240), now)))
		.limit(1)
	return found.length > 0
}

function startsBetween(from: Date, to: Date): SQL | undefined {
	const startsAt = sql`lower(${appointments.during})`
	return and(gte(startsAt, from.toISOString()), lte(startsAt, to.toISOString()))
}

async function addAll(tx: Tx, seeded: Seeded, wanted: DemoAppointment[]): Promise<void> {
	for (const appointment of wanted) await add(tx, seeded, appointment)
}

/** Adds it where the time is free for both, and nothing was ever there: what somebody cancelled stays cancelled. */
async function add(tx: Tx, seeded: Seeded, { practitioner, patient, startsAt, status }: DemoAppointment) {
	const { id: practitionerId, facilityId } = seeded.practitioners.get(practitioner) as { id: Id; facilityId: Id }
	const patientId = seeded.people.get(patient) as Id
	const during = { startsAt, endsAt: minutesAfter(startsAt, slotMinutes) }
	const kind = practitioner.endsWith('@aoba.example') ? ('guidance' as const) : ('consultation' as const)
	const ever = and(eq(appointments.practitionerId, practitionerId), eq(appointments.during, during))
	if ((await tx.select({ id: appointments.id }).from(appointments).where(ever)).length > 0) return
	const [made] = await tx
		.insert(appointments)
		.values({ facilityId, practitionerId, patientId, kind, status, during, bookedBy: patientId })
		.onConflictDoNothing()
		.returning({ id: appointments.id })
	if (made) await addCall(tx, made.id, status, during)
}

async function addCall(tx: Tx, appointmentId: Id, status: DemoStatus, { startsAt }: Interval): Promise<void> {
	if (status === 'booked') {
		await tx.insert(calls).values({ appointmentId })
		return
	}
	const endedAt = minutesAfter(startsAt, slotMinutes - 3)
	const liveSince = status === 'completed' ? minutesAfter(startsAt, 1) : null
	const [made] = await tx
		.insert(calls)
		.values({ appointmentId, state: 'ended', liveSince, endedAt, endReason: status })
		.returning({ id: calls.id })
	if (status === 'completed') await addRecord(tx, made?.id as Id, startsAt, endedAt)
}

/** The record such a call leaves, in short. */
async function addRecord(tx: Tx, callId: Id, startsAt: Date, endedAt: Date): Promise<void> {
	const line = { callId, epochId: callId, type: 'state_changed' as const }
	await tx.insert(callEvents).values([
		{ ...line, type: 'peer_joined', seq: 1, at: minutesAfter(startsAt, -4), by: 'guest' },
		{ ...line, type: 'peer_joined', seq: 2, at: startsAt, by: 'host' },
		{ ...line, seq: 3, at: startsAt, by: 'host', from: 'waiting', to: 'ringing' },
		{ ...line, seq: 4, at: minutesAfter(startsAt, 1), by: 'guest', from: 'ringing', to: 'live' },
		{ ...line, seq: 5, at: endedAt, by: 'host', from: 'live', to: 'ended', reason: 'completed' },
	])
}

function minutesAfter(at: Date, minutes: number): Date {
	return new Date(at.getTime() + minutes * 60_000)
}
