import { sql } from 'drizzle-orm'
import { check, date, pgTable, primaryKey, smallint, time, uuid } from 'drizzle-orm/pg-core'
import { moment } from './columns.ts'
import { practitioners } from './people.ts'

/** 予約枠設定 of one practitioner. Slots are never stored: they follow from hours, days off and bookings. */
export const schedules = pgTable('schedules', {
	practitionerId: uuid('practitioner_id')
		.primaryKey()
		.references(() => practitioners.id, { onDelete: 'cascade' }),
	slotMinutes: smallint('slot_minutes').notNull(),
	updatedAt: moment('updated_at').notNull().defaultNow(),
})

/** Wall-clock times in Asia/Tokyo; several rows a weekday, for a morning and an afternoon. */
export const weeklyHours = pgTable(
	'weekly_hours',
	{
		practitionerId: uuid('practitioner_id')
			.notNull()
			.references(() => schedules.practitionerId, { onDelete: 'cascade' }),
		/** Monday is 1, Sunday is 7 (ISO 8601). */
		weekday: smallint('weekday').notNull(),
		/** Read as `HH:MM:SS`. */
		from: time('from_time').notNull(),
		to: time('to_time').notNull(),
	},
	(t) => [
		primaryKey({ columns: [t.practitionerId, t.weekday, t.from] }),
		check('weekly_hours_weekday', sql`${t.weekday} between 1 and 7`),
		check('weekly_hours_forward', sql`${t.from} < ${t.to}`),
	],
)

/** A whole day in Asia/Tokyo without slots. */
export const daysOff = pgTable(
	'days_off',
	{
		practitionerId: uuid('practitioner_id')
			.notNull()
			.references(() => schedules.practitionerId, { onDelete: 'cascade' }),
		day: date('day', { mode: 'string' }).notNull(),
	},
	(t) => [primaryKey({ columns: [t.practitionerId, t.day] })],
)
