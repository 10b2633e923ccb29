import { sql } from 'drizzle-orm'
import { customType, timestamp, uuid } from 'drizzle-orm/pg-core'
import { formatInterval, type Interval, parseInterval } from '../interval.ts'

/** Version 7, made by Postgres 18: ids sort by time, and inserts stay at the end of the index. */
export const primaryId = () => uuid('id').primaryKey().default(sql`uuidv7()`)

/** Always with a time zone; read and written as a Date. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

export const createdAt = () => moment('created_at').notNull().defaultNow()

/** A half-open range of time, `[startsAt, endsAt)`, so that one visit may end where the next begins. */
export const period = customType<{ data: Interval; driverData: string }>({
	dataType: () => 'tstzrange',
	toDriver: formatInterval,
	fromDriver: parseInterval,
})

/** The values of a zod enum, as the non-empty list that drizzle's `pgEnum` asks for. */
export const valuesOf = <Value extends string>(of: { options: Value[] }) => of.options as [Value, ...Value[]]
