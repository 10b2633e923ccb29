import { sql } from 'drizzle-orm'
import {
	boolean,
	check,
	doublePrecision,
	index,
	integer,
	pgEnum,
	pgTable,
	primaryKey,
	text,
	uuid,
} from 'drizzle-orm/pg-core'
import { moment } from './columns.ts'

export const nodeKindEnum = pgEnum('node_kind', ['sfu', 'signaling'])

/** Who is there to carry calls. A node that does not renew its lease is dead to everybody, by the database's clock. */
export const nodes = pgTable(
	'nodes',
	{
		id: text('id').primaryKey(),
		kind: nodeKindEnum('kind').notNull(),
		/** Where its clients reach it: an sfu's control socket, a signaling service's public address. */
		url: text('url').notNull(),
		region: text('region').notNull().default(''),
		/** Calls it means to carry, and carries. */
		capacity: integer('capacity').notNull(),
		load: integer('load').notNull().default(0),
		/** It keeps its calls and takes no new ones. */
		draining: boolean('draining').notNull().default(false),
		startedAt: moment('started_at').notNull().defaultNow(),
		expiresAt: moment('expires_at').notNull(),
		/** Where it stands among all, by chance and for good: from a random point on, the next few are a random few. */
		lot: doublePrecision('lot').notNull().default(sql`random()`),
	},
	// No index on the lease: it is renewed every few seconds, and a heap-only update is worth more than the search.
	(t) => [index('nodes_lot').on(t.kind, t.lot), check('nodes_capacity_positive', sql`${t.capacity} > 0`)],
)

/**
 * Where a call lives. No foreign keys on purpose: signaling may place a call whose record is not yet here, and a
 * placement outlives its node, which is how the next one knows that it is a replacement (epoch + 1).
 */
export const placements = pgTable(
	'placements',
	{
		callId: uuid('call_id').notNull(),
		kind: nodeKindEnum('kind').notNull(),
		nodeId: text('node_id').notNull(),
		/** 1 at first, one more at each replacement: whoever holds a smaller one is out of date. */
		epoch: integer('epoch').notNull().default(1),
		placedAt: moment('placed_at').notNull().defaultNow(),
	},
	(t) => [primaryKey({ columns: [t.callId, t.kind] }), index('placements_node').on(t.nodeId)],
)
