import { pgEnum, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { createdAt, moment, primaryId } from './columns.ts'
import { facilities } from './facilities.ts'
import { people } from './people.ts'

export const membershipStatusEnum = pgEnum('membership_status', ['pending', 'approved', 'refused'])

/** 利用登録: a patient's link to a facility, which the facility approves. */
export const memberships = pgTable(
	'memberships',
	{
		id: primaryId(),
		patientId: uuid('patient_id')
			.notNull()
			.references(() => people.id),
		facilityId: uuid('facility_id')
			.notNull()
			.references(() => facilities.id),
		status: membershipStatusEnum('status').notNull().default('pending'),
		/** 診察券番号: the facility's own number for the patient. */
		chartNumber: text('chart_number'),
		decidedAt: moment('decided_at'),
		createdAt: createdAt(),
	},
	(t) => [
		unique('memberships_once_a_facility').on(t.patientId, t.facilityId),
		unique('memberships_chart_number').on(t.facilityId, t.chartNumber),
	],
)
