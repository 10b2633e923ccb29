import { type Column, sql } from 'drizzle-orm'
import { customType, timestamp, uuid } from 'drizzle-orm/pg-core'
import { v7 } from 'uuid'
import { formatInterval, type Interval, parseInterval } from '../interval.ts'

/** Version 7, made by Postgres 18: ids sort by time, and inserts stay at the end of the index. */
export const primaryId = () => uuid('id').primaryKey().default(sql`uuidv7()`)

/** The same without a default, for rows with sealed cells: `newId` makes it. */
export const madeId = () => uuid('id').primaryKey()

/** The id of a row whose cells are sealed: sealing binds a cell to its row, so the id is there before the insert. */
export const newId = (): string => v7()

/** Always with a time zone; read and written as a Date. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

export const createdAt = () => moment('created_at').notNull().defaultNow()

/** A half-open range of time, `[startsAt, endsAt)`, so that one visit may end where the next begins. */
export const period = customType<{ data: Interval; driverData: string }>({
	dataType: () => 'tstzrange',
	toDriver: formatInterval,
	fromDriver: parseInterval,
})

declare const sealing: unique symbol

/**
 * Encrypted text, as `Keys.seal` of `sealing/` makes it and `Keys.open` reads it: format byte, key version, nonce,
 * ciphertext, tag. Branded, so that neither plain text nor any other bytes fit into a sealed column.
 */
export type Sealed = Buffer & { readonly [sealing]: true }

/** Whatever the types were told: plain text does not get past here. */
function toSealedCell(cell: Sealed): Buffer {
	if (!Buffer.isBuffer(cell) || cell[0] !== 1) throw new TypeError('A sealed column takes sealed cells only')
	return cell
}

/** A cell that only the holder of its owner's data key can read. */
export const sealed = customType<{ data: Sealed; driverData: Buffer }>({
	dataType: () => 'bytea',
	toDriver: toSealedCell,
	fromDriver: (cell) => cell as Sealed,
})

/** Whether a column of the schema was made by `sealed`: for the database all bytes are alike. */
export const isSealed = (column: Column): boolean => Reflect.get(column, 'mapTo') === toSealedCell

/** Bytes that are no secret by themselves: blind indexes, hashes, signatures. */
export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })

/** The values of a zod enum, as the non-empty list that drizzle's `pgEnum` asks for. */
export const valuesOf = <Value extends string>(of: { options: Value[] }) => of.options as [Value, ...Value[]]
