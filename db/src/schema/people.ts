import { assignmentStatus, locale, role } from '@enshin/contracts/ids.ts'
import { sql } from 'drizzle-orm'
import {
	boolean,
	check,
	foreignKey,
	index,
	pgEnum,
	pgTable,
	text,
	unique,
	uniqueIndex,
	uuid,
} from 'drizzle-orm/pg-core'
import { bytes, createdAt, madeId, moment, primaryId, sealed, valuesOf } from './columns.ts'
import { facilities } from './facilities.ts'

export const localeEnum = pgEnum('locale', valuesOf(locale))
export const roleEnum = pgEnum('role', valuesOf(role))
export const assignmentStatusEnum = pgEnum('assignment_status', valuesOf(assignmentStatus))

/**
 * A human being, whatever they are here: a patient has a patient number, birth date and sex. Everything that tells who it
 * is, is sealed under the person's own key.
 */
export const people = pgTable(
	'people',
	{
		id: madeId(),
		/** Name, ふりがな, birth date and sex: see identity.ts. */
		identity: sealed('identity').notNull(),
		/** E.164. */
		telephone: sealed('telephone'),
		/** 保険証の記号・番号, as on the card. */
		insuranceNumber: sealed('insurance_number'),
		/** 患者ID: the patient's own number across facilities. */
		patientNumber: text('patient_number').unique(),
		locale: localeEnum('locale').notNull().default('ja'),
		/** 利用停止: the person has left. */
		leftAt: moment('left_at'),
		createdAt: createdAt(),
	},
	(t) => [index('people_left').on(t.leftAt).where(sql`${t.leftAt} is not null`)],
)

/**
 * What a person is, and where. A patient and an operator are one everywhere (no facility); everybody else has one role a
 * facility.
 */
export const assignments = pgTable(
	'assignments',
	{
		id: primaryId(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		facilityId: uuid('facility_id').references(() => facilities.id),
		role: roleEnum('role').notNull(),
		status: assignmentStatusEnum('status').notNull().default('active'),
		/** 非常時アカウント: usable only while an incident of its facility is open (Q57). */
		emergency: boolean('emergency').notNull().default(false),
		statusChangedAt: moment('status_changed_at'),
		/** When they last lost the right to be in a call: signaling lets nobody in, or stay, by a token of before. */
		accessEndedAt: moment('access_ended_at'),
		createdAt: createdAt(),
	},
	(t) => [
		uniqueIndex('assignments_one_emergency').on(t.facilityId).where(sql`${t.emergency} and ${t.status} <> 'removed'`),
		index('assignments_access_ended').on(t.accessEndedAt).where(sql`${t.accessEndedAt} is not null`),
		unique('assignments_one_role_a_facility').on(t.personId, t.facilityId).nullsNotDistinct(),
		index('assignments_facility').on(t.facilityId),
		check(
			'assignments_facility_people_have_one',
			sql`(${t.role}::text in ('patient', 'ops')) = (${t.facilityId} is null)`,
		),
	],
)

/**
 * What a person signs in with. E-mail addresses are unique within a tenant, not across: a doctor may be a patient
 * elsewhere with the same address. Patients and operators are tenants of their own, with no facility.
 */
export const credentials = pgTable(
	'credentials',
	{
		id: madeId(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		facilityId: uuid('facility_id').references(() => facilities.id),
		/** In lower case, under the person's key. Null when somebody signed up with a telephone alone. */
		email: sealed('email'),
		/** Blind index (`email`, facility or null): its key is the tenant's, so it is unique within the tenant. */
		emailIndex: bytes('email_index').unique('credentials_email_in_tenant'),
		/** E.164, for those who sign up or are asked for a code by SMS. */
		telephone: sealed('telephone'),
		telephoneIndex: bytes('telephone_index'),
		/** Argon2id as a PHC string: see password.ts. Null until the person has chosen one. */
		passwordHash: text('password_hash'),
		passwordChangedAt: moment('password_changed_at'),
		createdAt: createdAt(),
	},
	(t) => [
		index('credentials_telephone').on(t.telephoneIndex),
		unique('credentials_one_a_tenant').on(t.personId, t.facilityId).nullsNotDistinct(),
		check('credentials_reachable', sql`${t.emailIndex} is not null or ${t.telephoneIndex} is not null`),
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
		/** Null while the person can be booked. Appointments made before stay. */
		withdrawnAt: moment('withdrawn_at'),
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

/** 代理: a person who acts for a patient, a parent for a child, a child for an old parent. */
export const proxies = pgTable(
	'proxies',
	{
		id: primaryId(),
		/** Who acts. */
		guardianId: uuid('guardian_id')
			.notNull()
			.references(() => people.id),
		/** For whom. */
		patientId: uuid('patient_id')
			.notNull()
			.references(() => people.id),
		/** `parent`, `child`, `spouse`, `other`: what the guardian is to the patient. */
		relation: text('relation').notNull(),
		endedAt: moment('ended_at'),
		createdAt: createdAt(),
	},
	(t) => [
		unique('proxies_once').on(t.guardianId, t.patientId),
		index('proxies_patient').on(t.patientId),
		index('proxies_ended').on(t.endedAt).where(sql`${t.endedAt} is not null`),
	],
)

/** 本人確認台帳 (Q17.1.1.2): how somebody was found to be who they say, by whom, when. Never changed, only added to. */
export const identityProofs = pgTable(
	'identity_proofs',
	{
		id: madeId(),
		facilityId: uuid('facility_id')
			.notNull()
			.references(() => facilities.id),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		/** `photo_id`, `two_documents`, `licence`, `known_in_person`, `my_number_card`. */
		method: text('method').notNull(),
		/** What was shown, in the facility's words; under the facility's key. */
		document: sealed('document').notNull(),
		/** One of the facility's people; of its first admin, the operator who founded it. */
		checkedBy: uuid('checked_by')
			.notNull()
			.references(() => people.id),
		createdAt: createdAt(),
	},
	(t) => [index('identity_proofs_person').on(t.facilityId, t.personId)],
)
