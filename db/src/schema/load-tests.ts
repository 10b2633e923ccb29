import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { createdAt, madeId, moment } from './columns.ts'
import { facilities } from './facilities.ts'
import { assignments, people, practitioners } from './people.ts'

/**
 * Somebody who may has said that this installation may be loaded: until when, and with how many pairs of synthetic
 * people. Without an open one nothing of a load test is answered. Written by the owner of the database alone.
 */
export const loadTestConsents = pgTable(
	'load_test_consents',
	{
		id: madeId(),
		/** The load test's own, with nobody real in it. */
		facilityId: uuid('facility_id')
			.notNull()
			.references(() => facilities.id),
		/** SHA-256, base64url. */
		tokenHash: text('token_hash').notNull().unique(),
		/** The operator; null when the machine's own owner did it, who has the database anyway. */
		openedBy: uuid('opened_by').references(() => people.id),
		pairs: integer('pairs').notNull(),
		expiresAt: moment('expires_at').notNull(),
		closedAt: moment('closed_at'),
		createdAt: createdAt(),
	},
	(t) => [
		index('load_test_consents_facility').on(t.facilityId),
		check('load_test_consents_pairs_sane', sql`${t.pairs} between 1 and 2000`),
	],
)

/**
 * A synthetic doctor and a synthetic patient, the nth of their facility. Whoever does not stand here is nobody of a load
 * test's, whatever they are called.
 */
export const loadTestPairs = pgTable(
	'load_test_pairs',
	{
		facilityId: uuid('facility_id')
			.notNull()
			.references(() => facilities.id),
		/** From 0, without gaps. */
		n: integer('n').notNull(),
		doctorAssignmentId: uuid('doctor_assignment_id')
			.notNull()
			.references(() => assignments.id),
		practitionerId: uuid('practitioner_id')
			.notNull()
			.references(() => practitioners.id),
		patientAssignmentId: uuid('patient_assignment_id')
			.notNull()
			.references(() => assignments.id),
		patientId: uuid('patient_id')
			.notNull()
			.references(() => people.id),
	},
	(t) => [
		primaryKey({ columns: [t.facilityId, t.n] }),
		unique('load_test_pairs_patient').on(t.patientId),
		unique('load_test_pairs_practitioner').on(t.practitionerId),
	],
)
