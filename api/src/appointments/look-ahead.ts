import type { Schedule } from '@enshin/contracts/api.ts'
import { type ProblemCode, ProblemError } from '@enshin/contracts/errors.ts'
import type { FacilityKind, Id } from '@enshin/contracts/ids.ts'
import { tokyoDay } from '@enshin/contracts/tokyo.ts'
import type { Db } from '@enshin/db/client.ts'
import { sql } from 'drizzle-orm'
import { isCalendarDay } from '../schedules/calendar-day.ts'
import { daysOffOf, emptySchedule, hoursOf } from '../schedules/read-schedules.ts'
import type { Question } from './idempotency.ts'
import type { Membership } from './may-use-facility.ts'

export interface Ahead {
	/** What was booked when this was asked before. */
	known: Id | null
	facilityId: Id
	facilityKind: FacilityKind
	membership: Membership
	schedule: Schedule
	/** Nobody can book them any more. */
	withdrawn: boolean
	/** What stands against the slot that begins then, should there be one. */
	conflict: ProblemCode | null
}

type Row = Omit<Ahead, 'known' | 'schedule' | 'conflict' | 'facilityId'> & {
	requestHash: string | null
	appointmentId: Id | null
	facilityId: Id | null
	slotMinutes: Schedule['slotMinutes'] | null
	hours: Schedule['hours']
	daysOff: string[]
	busy: boolean
	own: boolean
}

/**
 * All that a booking is judged by before it takes its turn, in one statement and so of one moment: should the time be
 * taken by this very question, its answer is there too. Most of those who race for a slot need no second look. Throws
 * `not_found` for no practitioner, and `request.idempotency_key_reused`.
 */
export async function lookAhead(
	db: Db,
	{ personId, key, requestHash }: Question,
	{ practitionerId, patientId, startsAt }: { practitionerId: Id; patientId: Id; startsAt: Date },
): Promise<Ahead> {
	const at = isCalendarDay(tokyoDay(startsAt)) ? startsAt.toISOString() : null
	const slot = sql`tstzrange(${at}::timestamptz, ${at}::timestamptz + make_interval(mins => s.slot_minutes))`
	const [row] = await db.execute<Row>(sql`
		select k.request_hash as "requestHash", k.appointment_id as "appointmentId",
			p.facility_id as "facilityId", f.kind as "facilityKind", m.status as membership,
			p.withdrawn_at is not null as withdrawn,
			s.slot_minutes as "slotMinutes", ${hoursOf(sql`s.practitioner_id`)} as hours, ${daysOffOf(sql`s.practitioner_id`)} as "daysOff",
			exists (select from busy_times(array[p.id], ${slot})) as busy,
			exists (
				select from appointments a
				where a.patient_id = ${patientId}::uuid and a.status <> 'cancelled' and a.during && ${slot}
			) as own
		from (select ${practitionerId}::uuid as id) wanted
		left join practitioners p on p.id = wanted.id
		left join facilities f on f.id = p.facility_id
		left join memberships m on m.facility_id = p.facility_id and m.patient_id = ${patientId}::uuid
		left join schedules s on s.practitioner_id = p.id
		left join idempotency_keys k on k.person_id = ${personId}::uuid and k.key = ${key}`)
	if (row?.requestHash && row.requestHash !== requestHash) throw new ProblemError('request.idempotency_key_reused')
	const known = row?.appointmentId ?? null
	if (!row?.facilityId) throw new ProblemError('not_found')
	const { facilityId, facilityKind, membership, withdrawn, slotMinutes, hours, daysOff, busy, own } = row
	const schedule = slotMinutes === null ? emptySchedule : { slotMinutes, hours, daysOff }
	const conflict = busy ? 'appointment.slot_taken' : own ? 'appointment.overlaps_own' : null
	return { known, facilityId, facilityKind, membership, schedule, withdrawn, conflict }
}
