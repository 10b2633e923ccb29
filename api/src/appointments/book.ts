import type { Appointment, bookAppointment } from '@enshin/contracts/api.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { AppointmentKind, FacilityKind, Id } from '@enshin/contracts/ids.ts'
import type { Tx } from '@enshin/db/client.ts'
import { publish } from '@enshin/db/events.ts'
import { appointments, calls } from '@enshin/db/schema/index.ts'
import type { z } from 'zod'
import { type Access, accessing } from '../access-log/accessing.ts'
import type { Actor, Work } from '../http/context.ts'
import { refuseConflict } from './find-conflict.ts'
import { getAppointment, presentById } from './get.ts'
import { findAnswer, keepAnswer, type Question, question } from './idempotency.ts'
import { lockDiaries } from './lock-diaries.ts'
import { lookAhead } from './look-ahead.ts'
import { refuseStrangers } from './may-use-facility.ts'
import { overlapFault } from './overlap-fault.ts'
import { demandSlot, requireSlot } from './require-slot.ts'
import { Turns } from './turns.ts'

type Wanted = z.infer<typeof bookAppointment>

const turns = new Turns()
const kinds: Record<FacilityKind, AppointmentKind> = { clinic: 'consultation', pharmacy: 'guidance' }

/**
 * Books a slot for a patient: for oneself, or, by a facility's people, for one of its patients. The appointment, its call
 * and the idempotency key are one transaction, so that an answer lost on the way is found by asking again; a question
 * refused may be asked again under the same key. Everything that can be refused is refused here, with the code that says
 * why.
 */
export async function book(
	work: Work,
	key: string | undefined,
	wanted: Wanted,
	now = new Date(),
): Promise<Appointment> {
	const { db, actor } = work
	const startsAt = new Date(wanted.startsAt)
	const patientId = patientOf(actor, wanted)
	const asked = question(actor.personId, key, [wanted.practitionerId, startsAt.toISOString(), patientId])
	const { practitionerId } = wanted
	const ahead = await lookAhead(db, asked, { practitionerId, patientId, startsAt })
	if (ahead.known) return await getAppointment(work, ahead.known, now)
	const { facilityId, facilityKind, membership } = ahead
	refuseStrangers(actor, facilityId, membership)
	const during = demandSlot(ahead, startsAt, now)
	if (ahead.conflict) throw new ProblemError(ahead.conflict)

	const wish = { practitionerId, patientId, during }
	const values = { ...wish, facilityId, kind: kinds[facilityKind], bookedBy: actor.actingId }
	const write = async (access: Access) => {
		const tx = access.db
		await lockDiaries(tx, [practitionerId, patientId])
		// Before the conflict: whoever asked twice at once is in their own way.
		const answered = await findAnswer(tx, asked)
		if (answered) return { took: false, appointment: await presentById(access, answered, now) }
		await refuseConflict(tx, wish)
		await requireSlot(tx, practitionerId, startsAt, now)
		const made = await insert(tx, values)
		await keepAnswer(tx, asked, made)
		return { took: true, appointment: await presentById(access, made, now) }
	}
	const claim = { startsAt: startsAt.toISOString(), personId: actor.personId }
	try {
		const turn = await turns.take(practitionerId, claim, () => accessing(work, 'appointment.book', write))
		if ('result' in turn) return turn.result.appointment
		const taken = new ProblemError('appointment.slot_taken')
		// Whoever asked twice at once lost to themselves.
		if (turn.lostTo.personId !== actor.personId) throw taken
		return await answerAgain(work, asked, now, taken)
	} catch (error) {
		const fault = overlapFault(error)
		// The key was taken a moment ago, by the same question or by another one.
		if (fault === 'same_key') return await answerAgain(work, asked, now, error)
		throw fault ? new ProblemError(fault, {}, { cause: error }) : error
	}
}

/** The same question may have been answered meanwhile: then that is the answer, else what went wrong is thrown. */
async function answerAgain(work: Work, asked: Question, now: Date, wrong: unknown): Promise<Appointment> {
	const answered = await findAnswer(work.db, asked)
	if (!answered) throw wrong
	return await getAppointment(work, answered, now)
}

/** Patients book for themselves, everybody else for a patient they name. */
function patientOf(actor: Actor, { patientId }: Wanted): Id {
	if (actor.role !== 'patient') {
		if (patientId) return patientId
		throw new ProblemError('request.invalid', { issues: [{ path: 'patientId', message: 'required' }] })
	}
	if (patientId && patientId !== actor.personId) throw new ProblemError('auth.forbidden')
	return actor.personId
}

async function insert(tx: Tx, values: typeof appointments.$inferInsert): Promise<Id> {
	const [appointment] = await tx.insert(appointments).values(values).returning({ id: appointments.id })
	const appointmentId = appointment?.id as Id
	const [call] = await tx.insert(calls).values({ appointmentId }).returning({ id: calls.id })
	const { facilityId } = values
	await publish(tx, {
		type: 'appointment.changed',
		change: 'booked',
		appointmentId,
		facilityId,
		callId: call?.id as Id,
	})
	return appointmentId
}
