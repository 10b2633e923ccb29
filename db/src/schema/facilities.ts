import { facilityKind } from '@enshin/contracts/ids.ts'
import { sql } from 'drizzle-orm'
import { check, pgEnum, pgTable, text } from 'drizzle-orm/pg-core'
import { createdAt, primaryId, valuesOf } from './columns.ts'

export const facilityKindEnum = pgEnum('facility_kind', valuesOf(facilityKind))

/** 医療機関 or 薬局: a tenant. */
export const facilities = pgTable(
	'facilities',
	{
		id: primaryId(),
		/** In addresses: `/f/sakura/sign-in`. */
		slug: text('slug').notNull().unique(),
		/** 医療機関コード: what a patient types in to find it. */
		code: text('code').notNull().unique(),
		name: text('name').notNull(),
		kind: facilityKindEnum('kind').notNull(),
		telephone: text('telephone').notNull(),
		createdAt: createdAt(),
	},
	(t) => [check('facilities_slug_plain', sql`${t.slug} ~ '^[a-z0-9][a-z0-9-]{1,62}$'`)],
)
