import { sql } from 'drizzle-orm'
import { bigint, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, moment } from './columns.ts'

/**
 * アクセスログ: who read and wrote whose data. Written by `append_access_log` alone, within the transaction it tells of
 * (migrations). A chain for each facility, and one for each person for what belongs to no facility.
 */
export const accessLog = pgTable(
	'access_log',
	{
		chainId: uuid('chain_id').notNull(),
		/** From 1, without gaps. */
		seq: bigint('seq', { mode: 'number' }).notNull(),
		at: moment('at').notNull(),
		/** What happened, as the text that was hashed; the columns beside it repeat its members for searching. */
		entry: text('entry').notNull(),
		actorId: uuid('actor_id'),
		action: text('action').notNull(),
		/** The patients whose data it was. */
		subjects: uuid('subjects').array().notNull(),
		/** The hash of the entry before, 32 bytes; of the first, zeros. */
		prev: bytes('prev').notNull(),
		/** SHA-256 of `prev` and the entry's UTF-8 bytes. */
		hash: bytes('hash').notNull(),
	},
	(t) => [
		primaryKey({ columns: [t.chainId, t.seq] }),
		index('access_log_at').on(t.chainId, t.at),
		// When each of a facility's people last signed in.
		index('access_log_sign_ins').on(t.chainId, t.actorId, t.at).where(sql`${t.action} = 'sign_in.success'`),
		index('access_log_subjects').using('gin', t.subjects),
	],
)

/** Where each chain ends; the lock under which it grows. */
export const accessLogHeads = pgTable('access_log_heads', {
	chainId: uuid('chain_id').primaryKey(),
	seq: bigint('seq', { mode: 'number' }).notNull(),
	hash: bytes('hash').notNull(),
	/** When the last entry was written: the next one is not earlier, whatever the clock says. */
	at: moment('at'),
})
