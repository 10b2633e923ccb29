import { outboxChannel, outboxStatus } from '@enshin/contracts/ids.ts'
import { sql } from 'drizzle-orm'
import { index, integer, pgEnum, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, madeId, moment, sealed, valuesOf } from './columns.ts'
import { keyOwnerKind } from './data-keys.ts'

export const outboxChannelEnum = pgEnum('outbox_channel', valuesOf(outboxChannel))
export const outboxStatusEnum = pgEnum('outbox_status', valuesOf(outboxStatus))

/** Mails and SMS to be sent, written with the change they tell of. Sealed under the key of whom they are about. */
export const outbox = pgTable(
	'outbox',
	{
		id: madeId(),
		channel: outboxChannelEnum('channel').notNull(),
		ownerKind: keyOwnerKind('owner_kind').notNull(),
		ownerId: uuid('owner_id').notNull(),
		recipient: sealed('recipient').notNull(),
		subject: sealed('subject'),
		body: sealed('body').notNull(),
		status: outboxStatusEnum('status').notNull().default('pending'),
		attempts: integer('attempts').notNull().default(0),
		nextAttemptAt: moment('next_attempt_at').notNull().defaultNow(),
		sentAt: moment('sent_at'),
		/** Why it failed, by code: never what a provider said, which repeats the address. */
		failure: text('failure'),
		createdAt: createdAt(),
	},
	(t) => [index('outbox_due').on(t.nextAttemptAt).where(sql`${t.status} = 'pending'`)],
)
