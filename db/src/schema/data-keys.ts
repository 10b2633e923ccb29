import { integer, pgEnum, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { bytes, createdAt, moment, primaryId } from './columns.ts'

export const keyOwnerKind = pgEnum('key_owner_kind', ['person', 'facility'])

/**
 * The data keys that sealed cells are sealed under, each wrapped by the master key, which is never in the database. The
 * highest version of an owner whose time has come seals; older ones only open, until rotation has re-sealed what they sealed. An owner is
 * shredded by clearing `wrapped` on all its rows: the rows stay, and say when.
 */
export const dataKeys = pgTable(
	'data_keys',
	{
		id: primaryId(),
		ownerKind: keyOwnerKind('owner_kind').notNull(),
		/** Of `people` or `facilities`. No reference: the key outlives a removed row, to say that it was destroyed. */
		ownerId: uuid('owner_id').notNull(),
		version: integer('version').notNull(),
		wrapped: bytes('wrapped'),
		/** The version of the master key that wrapped it. */
		masterKeyId: text('master_key_id').notNull(),
		createdAt: createdAt(),
		/** A new version opens before it seals, so that whoever read the keys a moment earlier meets no cell it cannot open. */
		sealsFrom: moment('seals_from').notNull().defaultNow(),
		destroyedAt: moment('destroyed_at'),
	},
	(table) => [unique('data_keys_owner_version').on(table.ownerId, table.ownerKind, table.version)],
)
