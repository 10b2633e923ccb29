import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, moment, primaryId } from './columns.ts'
import { assignments } from './people.ts'

/** A signed-in browser. It speaks for one assignment: the same person at another facility signs in anew. */
export const sessions = pgTable(
	'sessions',
	{
		id: primaryId(),
		assignmentId: uuid('assignment_id')
			.notNull()
			.references(() => assignments.id, { onDelete: 'cascade' }),
		/** SHA-256 of the token, base64url; the token itself is nowhere on the server. */
		tokenHash: text('token_hash').notNull().unique(),
		lastUsedAt: moment('last_used_at').notNull().defaultNow(),
		/** Moved forward by use. */
		idleExpiresAt: moment('idle_expires_at').notNull(),
		/** Moved by nothing. */
		expiresAt: moment('expires_at').notNull(),
		createdAt: createdAt(),
	},
	(t) => [index('sessions_assignment').on(t.assignmentId), index('sessions_expires').on(t.expiresAt)],
)
