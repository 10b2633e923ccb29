import { facilityKind, passwordProfile, secondFactorRule } from '@enshin/contracts/ids.ts'
import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgEnum, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { createdAt, madeId, moment, sealed, valuesOf } from './columns.ts'

export const facilityKindEnum = pgEnum('facility_kind', valuesOf(facilityKind))
export const secondFactorRuleEnum = pgEnum('second_factor_rule', valuesOf(secondFactorRule))
export const passwordProfileEnum = pgEnum('password_profile', valuesOf(passwordProfile))

/** 医療機関 or 薬局: a tenant, and how it wants its people to sign in. */
export const facilities = pgTable(
	'facilities',
	{
		id: madeId(),
		/** In addresses: `/f/sakura/sign-in`. */
		slug: text('slug').notNull().unique(),
		/** 医療機関コード: what a patient types in to find it. */
		code: text('code').notNull().unique(),
		name: sealed('name').notNull(),
		kind: facilityKindEnum('kind').notNull(),
		telephone: sealed('telephone').notNull(),
		/** `offered` is for demonstrations: no page sets it. */
		secondFactor: secondFactorRuleEnum('second_factor').notNull().default('required'),
		passwordProfile: passwordProfileEnum('password_profile').notNull().default('nist'),
		/** Null: passwords do not expire (Q17.1.1.3). */
		passwordExpiryDays: integer('password_expiry_days'),
		/** 離席: minutes without use after which the screen asks for the password again (Q16). */
		idleLockMinutes: integer('idle_lock_minutes').notNull().default(15),
		/** Only devices that an admin registered may sign in (Q55). */
		registeredDevicesOnly: boolean('registered_devices_only').notNull().default(false),
		/** サービス停止: nobody signs in any more. */
		stoppedAt: moment('stopped_at'),
		createdAt: createdAt(),
	},
	(t) => [
		check('facilities_slug_plain', sql`${t.slug} ~ '^[a-z0-9][a-z0-9-]{1,62}$'`),
		check('facilities_expiry_sane', sql`${t.passwordExpiryDays} between 1 and 3650`),
		check('facilities_idle_sane', sql`${t.idleLockMinutes} between 1 and 240`),
	],
)

/** IP rule: from where a facility's people may come. None means from anywhere. */
export const ipRules = pgTable(
	'ip_rules',
	{
		id: madeId(),
		facilityId: uuid('facility_id')
			.notNull()
			.references(() => facilities.id, { onDelete: 'cascade' }),
		/** Canonical: `203.0.113.0/24`, `2001:db8::/48`. */
		cidr: text('cidr').notNull(),
		note: sealed('note'),
		createdAt: createdAt(),
	},
	(t) => [unique('ip_rules_once').on(t.facilityId, t.cidr)],
)

/** A browser that a facility's admin let in; it proves itself with a secret in a cookie. */
export const devices = pgTable(
	'devices',
	{
		id: madeId(),
		facilityId: uuid('facility_id')
			.notNull()
			.references(() => facilities.id, { onDelete: 'cascade' }),
		name: sealed('name').notNull(),
		/** SHA-256, base64url. Null until the device has fetched its secret. */
		secretHash: text('secret_hash').unique(),
		/** A code of one use, soon, with which another browser fetches the secret: SHA-256, base64url. */
		codeHash: text('code_hash').unique(),
		codeExpiresAt: moment('code_expires_at'),
		registeredBy: uuid('registered_by').notNull(),
		lastSeenAt: moment('last_seen_at'),
		revokedAt: moment('revoked_at'),
		createdAt: createdAt(),
	},
	(t) => [index('devices_facility').on(t.facilityId)],
)
