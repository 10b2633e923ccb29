import { appointmentStatus } from '@enshin/contracts/api.ts'
import { appointmentKind } from '@enshin/contracts/ids.ts'
import { sql } from 'drizzle-orm'
import { check, foreignKey, index, pgEnum, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, moment, period, primaryId, valuesOf } from './columns.ts'
import { facilities } from './facilities.ts'
import { people, practitioners } from './people.ts'

export const appointmentKindEnum = pgEnum('appointment_kind', valuesOf(appointmentKind))
export const appointmentStatusEnum = pgEnum('appointment_status', valuesOf(appointmentStatus))

/**
 * 予約. That no practitioner and no patient is in two places at once is kept by two exclusion constraints, which
 * drizzle cannot write down: migrations/0001_appointments_never_overlap.sql.
 */
export const appointments = pgTable(
	'appointments',
	{
		id: primaryId(),
		facilityId: uuid('facility_id')
			.notNull()
			.references(() => facilities.id),
		practitionerId: uuid('practitioner_id').notNull(),
		patientId: uuid('patient_id')
			.notNull()
			.references(() => people.id),
		kind: appointmentKindEnum('kind').notNull(),
		status: appointmentStatusEnum('status').notNull().default('booked'),
		during: period('during').notNull(),
		/**
		 * Where `during` begins. A column and not `lower(during)`: that function might tell of the rows it is given, as far as
		 * Postgres knows, and so no index on it is used behind a policy.
		 */
		startsAt: moment('starts_at').generatedAlwaysAs(sql`lower(during)`).notNull(),
		/** The patient, or one of the facility's people on their behalf. */
		bookedBy: uuid('booked_by')
			.notNull()
			.references(() => people.id),
		createdAt: createdAt(),
		updatedAt: moment('updated_at').notNull().defaultNow(),
	},
	(t) => [
		foreignKey({
			name: 'appointments_practitioner_of_facility',
			columns: [t.practitionerId, t.facilityId],
			foreignColumns: [practitioners.id, practitioners.facilityId],
		}),
		check(
			'appointments_during_bounded',
			sql`lower_inc(${t.during}) and not upper_inc(${t.during}) and not upper_inf(${t.during})`,
		),
		index('appointments_day').on(t.facilityId, t.startsAt),
		index('appointments_patient').on(t.patientId, t.startsAt),
	],
)

/**
 * One booking asked for, under the name its asker gave it. Written in the booking's own transaction: an answer lost
 * after the commit is found again by asking the same thing under the same key.
 */
export const idempotencyKeys = pgTable(
	'idempotency_keys',
	{
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id, { onDelete: 'cascade' }),
		key: text('key').notNull(),
		/** SHA-256 of what was asked, base64url: the same key for another request is refused. */
		requestHash: text('request_hash').notNull(),
		appointmentId: uuid('appointment_id')
			.notNull()
			.references(() => appointments.id, { onDelete: 'cascade' }),
		createdAt: createdAt(),
	},
	(t) => [primaryKey({ columns: [t.personId, t.key] }), index('idempotency_keys_created').on(t.createdAt)],
)
