import { locale, role } from '@enshin/contracts/ids.ts'
import { sql } from 'drizzle-orm'
import { check, date, foreignKey, pgEnum, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { createdAt, primaryId, valuesOf } from './columns.ts'
import { facilities } from './facilities.ts'

export const localeEnum = pgEnum('locale', valuesOf(locale))
export const sexEnum = pgEnum('sex', ['female', 'male', 'other'])
export const roleEnum = pgEnum('role', valuesOf(role))

/** A human being, whatever they are here: a patient has a patient number, birth date and sex. */
export const people = pgTable(
	'people',
	{
		id: primaryId(),
		name: text('name').notNull(),
		/** ふりがな, in hiragana. */
		kana: text('kana').notNull(),
		birthDate: date('birth_date', { mode: 'string' }),
		sex: sexEnum('sex'),
		/** 患者ID: the patient's own number across facilities. */
		patientNumber: text('patient_number').unique(),
		locale: localeEnum('locale').notNull().default('ja'),
		createdAt: createdAt(),
	},
	(t) => [
		check(
			'people_patient_is_whole',
			sql`${t.patientNumber} is null or (${t.birthDate} is not null and ${t.sex} is not null)`,
		),
	],
)

/** What a person is, and where. A patient is one everywhere (no facility); everybody else has one role a facility. */
export const assignments = pgTable(
	'assignments',
	{
		id: primaryId(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		facilityId: uuid('facility_id').references(() => facilities.id),
		role: roleEnum('role').notNull(),
		createdAt: createdAt(),
	},
	(t) => [
		unique('assignments_one_role_a_facility').on(t.personId, t.facilityId).nullsNotDistinct(),
		check('assignments_only_patients_have_no_facility', sql`(${t.role} = 'patient') = (${t.facilityId} is null)`),
	],
)

/**
 * What a person signs in with. E-mail addresses are unique within a tenant, not across: a doctor may be a patient
 * elsewhere with the same address. The patients' sign-in page is a tenant of its own, with no facility.
 */
export const credentials = pgTable(
	'credentials',
	{
		id: primaryId(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		facilityId: uuid('facility_id').references(() => facilities.id),
		/** In lower case. */
		email: text('email').notNull(),
		/** Argon2id as a PHC string: see password.ts. */
		passwordHash: text('password_hash').notNull(),
		createdAt: createdAt(),
	},
	(t) => [
		unique('credentials_email_in_tenant').on(t.facilityId, t.email).nullsNotDistinct(),
		check('credentials_email_lower', sql`${t.email} = lower(${t.email})`),
	],
)

/** Somebody a patient can book: a doctor at a clinic, a pharmacist at a pharmacy. */
export const practitioners = pgTable(
	'practitioners',
	{
		id: primaryId(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		facilityId: uuid('facility_id')
			.notNull()
			.references(() => facilities.id),
		/** Shown under the name: 院長, 内科, 薬剤師. */
		title: text('title').notNull(),
		createdAt: createdAt(),
	},
	(t) => [
		unique('practitioners_once_a_facility').on(t.personId, t.facilityId),
		// What an appointment points at, so that its facility is always its practitioner's.
		unique('practitioners_id_facility').on(t.id, t.facilityId),
		foreignKey({
			name: 'practitioners_assigned',
			columns: [t.personId, t.facilityId],
			foreignColumns: [assignments.personId, assignments.facilityId],
		}),
	],
)
