import { factorKind, linkKind } from '@enshin/contracts/ids.ts'
import { bigint, index, integer, pgEnum, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { bytes, createdAt, madeId, moment, sealed, valuesOf } from './columns.ts'
import { facilities } from './facilities.ts'
import { credentials, roleEnum } from './people.ts'

export const factorKindEnum = pgEnum('factor_kind', valuesOf(factorKind))
export const linkKindEnum = pgEnum('link_kind', valuesOf(linkKind))

/** A second factor of one credential. It counts once it is confirmed. */
export const factors = pgTable(
	'factors',
	{
		id: madeId(),
		credentialId: uuid('credential_id')
			.notNull()
			.references(() => credentials.id, { onDelete: 'cascade' }),
		kind: factorKindEnum('kind').notNull(),
		/** TOTP: the secret, base32. SMS: the number, E.164. Passkey: nothing. Under the person's key. */
		secret: sealed('secret'),
		/** What the person calls it. */
		name: sealed('name'),
		/** WebAuthn: the credential's id, base64url, and its COSE public key. */
		passkeyId: text('passkey_id').unique(),
		publicKey: bytes('public_key'),
		/** WebAuthn's signature counter, or the last TOTP step taken: neither is ever taken twice. */
		counter: bigint('counter', { mode: 'number' }).notNull().default(0),
		transports: text('transports'),
		confirmedAt: moment('confirmed_at'),
		lastUsedAt: moment('last_used_at'),
		createdAt: createdAt(),
	},
	(t) => [index('factors_credential').on(t.credentialId)],
)

/** One-use codes for a lost device. */
export const recoveryCodes = pgTable(
	'recovery_codes',
	{
		id: madeId(),
		credentialId: uuid('credential_id')
			.notNull()
			.references(() => credentials.id, { onDelete: 'cascade' }),
		/** SHA-256, base64url: a code has 80 random bits, there is nothing to guess. */
		codeHash: text('code_hash').notNull(),
		usedAt: moment('used_at'),
		createdAt: createdAt(),
	},
	(t) => [unique('recovery_codes_once').on(t.credentialId, t.codeHash)],
)

/** A question put to somebody: a WebAuthn challenge, or a code sent by SMS or mail. Answered once, soon. */
export const challenges = pgTable(
	'challenges',
	{
		id: madeId(),
		/** Null while somebody signs up. */
		credentialId: uuid('credential_id').references(() => credentials.id, { onDelete: 'cascade' }),
		factorId: uuid('factor_id').references(() => factors.id, { onDelete: 'cascade' }),
		purpose: text('purpose').notNull(),
		/** WebAuthn: the challenge, base64url. Codes: HMAC of the code under the index key, base64url. */
		expected: text('expected').notNull(),
		attempts: integer('attempts').notNull().default(0),
		usedAt: moment('used_at'),
		expiresAt: moment('expires_at').notNull(),
		createdAt: createdAt(),
	},
	(t) => [index('challenges_credential').on(t.credentialId), index('challenges_expires').on(t.expiresAt)],
)

/** What a password was, so that the next one is another (Q17.1.1.6). Hashes only. */
export const passwordHistory = pgTable(
	'password_history',
	{
		id: madeId(),
		credentialId: uuid('credential_id')
			.notNull()
			.references(() => credentials.id, { onDelete: 'cascade' }),
		hash: text('hash').notNull(),
		/** Argon2id of the password's stem (see api/src/passwords), under the person's key. */
		stemHash: sealed('stem_hash'),
		createdAt: createdAt(),
	},
	(t) => [index('password_history_credential').on(t.credentialId, t.createdAt)],
)

/** A single-use link in a mail: an invitation, a new password. */
export const links = pgTable(
	'links',
	{
		id: madeId(),
		kind: linkKindEnum('kind').notNull(),
		/** SHA-256 of the token, base64url. */
		tokenHash: text('token_hash').notNull().unique(),
		credentialId: uuid('credential_id').references(() => credentials.id, { onDelete: 'cascade' }),
		facilityId: uuid('facility_id').references(() => facilities.id, { onDelete: 'cascade' }),
		/** An invitation's address, name and kana, under the facility's key, and the address's blind index in it. */
		email: sealed('email'),
		emailIndex: bytes('email_index'),
		name: sealed('name'),
		kana: sealed('kana'),
		role: roleEnum('role'),
		/** Set when the invited can be booked. */
		title: text('title'),
		/** 本人確認 of the invited, as `identity_proofs` will have it; without it nobody joins. Under the facility's key. */
		proofMethod: text('proof_method'),
		proofDocument: sealed('proof_document'),
		proofBy: uuid('proof_by'),
		proofAt: moment('proof_at'),
		createdBy: uuid('created_by'),
		usedAt: moment('used_at'),
		revokedAt: moment('revoked_at'),
		expiresAt: moment('expires_at').notNull(),
		createdAt: createdAt(),
	},
	(t) => [index('links_facility').on(t.facilityId), index('links_credential').on(t.credentialId)],
)
