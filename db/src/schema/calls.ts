import { callEvent, callRole, callState, endReason } from '@enshin/contracts/call.ts'
import { sql } from 'drizzle-orm'
import { check, integer, pgEnum, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { appointments } from './appointments.ts'
import { createdAt, moment, primaryId, valuesOf } from './columns.ts'

export const callStateEnum = pgEnum('call_state', valuesOf(callState))
export const callRoleEnum = pgEnum('call_role', valuesOf(callRole))
export const endReasonEnum = pgEnum('call_end_reason', valuesOf(endReason))
export const callEventTypeEnum = pgEnum('call_event_type', valuesOf(callEvent.shape.type))

/** 通話: what the record knows of an appointment's real-time session. Made with the appointment, one for each. */
export const calls = pgTable(
	'calls',
	{
		id: primaryId(),
		appointmentId: uuid('appointment_id')
			.notNull()
			.unique()
			.references(() => appointments.id, { onDelete: 'cascade' }),
		state: callStateEnum('state').notNull().default('waiting'),
		/** When both first met. */
		liveSince: moment('live_since'),
		endedAt: moment('ended_at'),
		endReason: endReasonEnum('end_reason'),
		createdAt: createdAt(),
		updatedAt: moment('updated_at').notNull().defaultNow(),
	},
	(t) => [
		check(
			'calls_end_is_whole',
			sql`(${t.state} = 'ended') = (${t.endedAt} is not null) and (${t.state} = 'ended') = (${t.endReason} is not null)`,
		),
	],
)

/** The call's record, one line for each thing that happened, as signaling reported it (contracts/call.ts). */
export const callEvents = pgTable(
	'call_events',
	{
		id: primaryId(),
		callId: uuid('call_id')
			.notNull()
			.references(() => calls.id, { onDelete: 'cascade' }),
		/** One signaling process's life of this call. */
		epochId: uuid('epoch_id').notNull(),
		seq: integer('seq').notNull(),
		at: moment('at').notNull(),
		type: callEventTypeEnum('type').notNull(),
		by: callRoleEnum('by_role'),
		from: callStateEnum('from_state'),
		to: callStateEnum('to_state'),
		reason: text('reason'),
		recordedAt: moment('recorded_at').notNull().defaultNow(),
	},
	(t) => [
		unique('call_events_once').on(t.callId, t.epochId, t.seq),
		check('call_events_seq_positive', sql`${t.seq} > 0`),
	],
)
