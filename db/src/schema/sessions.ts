import { sessionState } from '@enshin/contracts/ids.ts'
import { index, pgEnum, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { bytes, createdAt, madeId, moment, sealed, valuesOf } from './columns.ts'
import { assignments, credentials } from './people.ts'

export const sessionStateEnum = pgEnum('session_state', valuesOf(sessionState))

/** A signed-in browser. It speaks for one assignment: the same person at another facility signs in anew. */
export const sessions = pgTable(
	'sessions',
	{
		id: madeId(),
		assignmentId: uuid('assignment_id')
			.notNull()
			.references(() => assignments.id, { onDelete: 'cascade' }),
		/** SHA-256 of the token, base64url; the token itself is nowhere on the server. */
		tokenHash: text('token_hash').notNull().unique(),
		/** What it may do: everything, or one step that is still missing. */
		state: sessionStateEnum('state').notNull().default('full'),
		/** What the person proved, in order: `password`, `password totp`, `passkey` … */
		methods: text('methods').notNull().default('password'),
		/** When they last proved it: step-up asks for this to be fresh. */
		authenticatedAt: moment('authenticated_at').notNull().defaultNow(),
		/** 離席: locked by its own screen; only the password opens it again. */
		lockedAt: moment('locked_at'),
		/** The browser's own words and its address, under the person's key, for the list of one's sessions. */
		userAgent: sealed('user_agent'),
		address: sealed('address'),
		deviceId: uuid('device_id'),
		lastUsedAt: moment('last_used_at').notNull().defaultNow(),
		/** Moved forward by use. */
		idleExpiresAt: moment('idle_expires_at').notNull(),
		/** Moved by nothing. */
		expiresAt: moment('expires_at').notNull(),
		createdAt: createdAt(),
	},
	(t) => [index('sessions_assignment').on(t.assignmentId), index('sessions_expires').on(t.expiresAt)],
)

/** A browser that somebody signed in with before: the first sign-in from another one is told by mail. */
export const knownBrowsers = pgTable(
	'known_browsers',
	{
		id: madeId(),
		credentialId: uuid('credential_id')
			.notNull()
			.references(() => credentials.id, { onDelete: 'cascade' }),
		/** Blind index (`browser`) of what the browser calls itself, for this credential. */
		browserIndex: bytes('browser_index').notNull(),
		lastSeenAt: moment('last_seen_at').notNull().defaultNow(),
		createdAt: createdAt(),
	},
	(t) => [unique('known_browsers_once').on(t.credentialId, t.browserIndex)],
)
