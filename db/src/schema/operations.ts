import { noticeKind } from '@enshin/contracts/ids.ts'
import { index, pgEnum, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, madeId, moment, sealed, valuesOf } from './columns.ts'
import { facilities } from './facilities.ts'
import { people } from './people.ts'

export const noticeKindEnum = pgEnum('notice_kind', valuesOf(noticeKind))

/** What everybody, or one facility, is told: maintenance to come, an incident going on. Shown as a banner, and mailed. */
export const notices = pgTable(
	'notices',
	{
		id: madeId(),
		kind: noticeKindEnum('kind').notNull(),
		/** Null: for all. */
		facilityId: uuid('facility_id').references(() => facilities.id, { onDelete: 'cascade' }),
		titleJa: text('title_ja').notNull(),
		titleEn: text('title_en').notNull(),
		bodyJa: text('body_ja').notNull(),
		bodyEn: text('body_en').notNull(),
		startsAt: moment('starts_at').notNull(),
		endsAt: moment('ends_at'),
		/** When it was over; an incident is open until then. */
		closedAt: moment('closed_at'),
		/** 作業報告: what was done, after maintenance. */
		reportJa: text('report_ja'),
		reportEn: text('report_en'),
		createdBy: uuid('created_by'),
		createdAt: createdAt(),
	},
	(t) => [index('notices_open').on(t.closedAt)],
)

/** An operator looking into one facility's data: why, until when. The facility sees it. */
export const breakGlass = pgTable(
	'break_glass',
	{
		id: madeId(),
		facilityId: uuid('facility_id')
			.notNull()
			.references(() => facilities.id),
		operatorId: uuid('operator_id')
			.notNull()
			.references(() => people.id),
		/** Under the facility's key: it may name somebody. */
		reason: sealed('reason').notNull(),
		ticket: text('ticket').notNull(),
		expiresAt: moment('expires_at').notNull(),
		endedAt: moment('ended_at'),
		createdAt: createdAt(),
	},
	(t) => [index('break_glass_facility').on(t.facilityId, t.createdAt)],
)
