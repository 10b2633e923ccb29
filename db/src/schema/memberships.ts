import { membershipStatus } from '@enshin/contracts/ids.ts'
import { index, pgEnum, pgTable, primaryKey, unique, uuid } from 'drizzle-orm/pg-core'
import { bytes, createdAt, madeId, moment, sealed, valuesOf } from './columns.ts'
import { facilities } from './facilities.ts'
import { people } from './people.ts'

export const membershipStatusEnum = pgEnum('membership_status', valuesOf(membershipStatus))

/** 利用登録: a patient's link to a facility, which the facility approves. What is sealed, is under the facility's key. */
export const memberships = pgTable(
	'memberships',
	{
		id: madeId(),
		patientId: uuid('patient_id')
			.notNull()
			.references(() => people.id),
		facilityId: uuid('facility_id')
			.notNull()
			.references(() => facilities.id),
		status: membershipStatusEnum('status').notNull().default('pending'),
		/** 診察券番号: the facility's own number for the patient. */
		chartNumber: sealed('chart_number'),
		chartNumberIndex: bytes('chart_number_index'),
		/** カルテNo. */
		karteNumber: sealed('karte_number'),
		karteNumberIndex: bytes('karte_number_index'),
		/** Why it was refused, in the facility's words to the patient. */
		refusalReason: sealed('refusal_reason'),
		decidedBy: uuid('decided_by'),
		decidedAt: moment('decided_at'),
		createdAt: createdAt(),
	},
	(t) => [
		unique('memberships_once_a_facility').on(t.patientId, t.facilityId),
		unique('memberships_chart_number').on(t.facilityId, t.chartNumberIndex),
		index('memberships_karte_number').on(t.facilityId, t.karteNumberIndex),
		index('memberships_status').on(t.facilityId, t.status),
	],
)

/** A label of a facility's own making, beside 診察券番号 and カルテNo. */
export const labels = pgTable(
	'labels',
	{
		id: madeId(),
		facilityId: uuid('facility_id')
			.notNull()
			.references(() => facilities.id, { onDelete: 'cascade' }),
		name: sealed('name').notNull(),
		createdAt: createdAt(),
	},
	(t) => [index('labels_facility').on(t.facilityId)],
)

/** What a label says of one patient. */
export const membershipLabels = pgTable(
	'membership_labels',
	{
		id: madeId(),
		facilityId: uuid('facility_id')
			.notNull()
			.references(() => facilities.id, { onDelete: 'cascade' }),
		membershipId: uuid('membership_id')
			.notNull()
			.references(() => memberships.id, { onDelete: 'cascade' }),
		labelId: uuid('label_id')
			.notNull()
			.references(() => labels.id, { onDelete: 'cascade' }),
		value: sealed('value').notNull(),
		valueIndex: bytes('value_index').notNull(),
	},
	(t) => [
		unique('membership_labels_once').on(t.membershipId, t.labelId),
		index('membership_labels_value').on(t.facilityId, t.valueIndex),
	],
)

/** Blind index of a patient's name at one facility: a token for each beginning of each part of it. */
export const searchTokens = pgTable(
	'search_tokens',
	{
		facilityId: uuid('facility_id')
			.notNull()
			.references(() => facilities.id, { onDelete: 'cascade' }),
		token: bytes('token').notNull(),
		patientId: uuid('patient_id')
			.notNull()
			.references(() => people.id, { onDelete: 'cascade' }),
	},
	(t) => [
		primaryKey({ columns: [t.facilityId, t.token, t.patientId] }),
		index('search_tokens_patient').on(t.patientId),
	],
)
