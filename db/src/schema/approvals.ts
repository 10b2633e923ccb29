import { approvalKind, disposalSubject } from '@enshin/contracts/ids.ts'
import { index, jsonb, pgEnum, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, madeId, moment, sealed, valuesOf } from './columns.ts'
import { facilities } from './facilities.ts'
import { assignments, people, roleEnum } from './people.ts'

export const approvalKindEnum = pgEnum('approval_kind', valuesOf(approvalKind))
export const disposalSubjectEnum = pgEnum('disposal_subject', valuesOf(disposalSubject))

/** What takes two people: one asks, another one decides. */
export const approvals = pgTable(
	'approvals',
	{
		id: madeId(),
		facilityId: uuid('facility_id')
			.notNull()
			.references(() => facilities.id),
		kind: approvalKindEnum('kind').notNull(),
		/** Whom it is about, for accounts. */
		assignmentId: uuid('assignment_id').references(() => assignments.id),
		/** Which role an admin is to have instead, for `demote_admin`. */
		role: roleEnum('role'),
		/** What it is about, for the disposal of data: a person's id or the facility's. */
		subjectId: uuid('subject_id'),
		reason: sealed('reason').notNull(),
		requestedBy: uuid('requested_by')
			.notNull()
			.references(() => people.id),
		decidedBy: uuid('decided_by').references(() => people.id),
		decidedAt: moment('decided_at'),
		/** `approved`, `refused` or `withdrawn`. */
		decision: text('decision'),
		expiresAt: moment('expires_at').notNull(),
		createdAt: createdAt(),
	},
	(t) => [index('approvals_facility').on(t.facilityId, t.createdAt)],
)

/** 廃棄: what was made unreadable for good, and the certificate of it. Names no one. */
export const disposals = pgTable('disposals', {
	id: madeId(),
	subject: disposalSubjectEnum('subject').notNull(),
	subjectId: uuid('subject_id').notNull(),
	facilityId: uuid('facility_id'),
	reason: text('reason').notNull(),
	requestedBy: uuid('requested_by').notNull(),
	approvedBy: uuid('approved_by'),
	/** The signed certificate, as it was handed out. */
	certificate: jsonb('certificate'),
	/** Until then nothing is destroyed: the time to fetch an export. */
	dueAt: moment('due_at').notNull(),
	executedAt: moment('executed_at'),
	createdAt: createdAt(),
})
