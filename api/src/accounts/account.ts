import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id, Locale, PasswordProfile } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import type { Sealed } from '@enshin/db/schema/columns.ts'
import { assignments, credentials, facilities, people } from '@enshin/db/schema/index.ts'
import { eq, sql } from 'drizzle-orm'
import type { Actor } from '../http/context.ts'

/** What somebody signs in with, and what their facility asks of it. */
export type Account = {
	credentialId: Id
	personId: Id
	facilityId: Id | null
	locale: Locale
	passwordHash: string | null
	passwordChangedAt: Date | null
	email: Sealed | null
	facilitySlug: string | null
	/**
	 * Staff must have a second factor, unless the facility is a demonstration; patients and operators may. An emergency
	 * account has none: it lies in an envelope, and an incident must be open besides.
	 */
	factorRequired: boolean
	profile: PasswordProfile
	expiryDays: number | null
	/** Null for patients: their telephone locks itself. */
	idleLockMinutes: number | null
}

/** The account somebody is signed in with: their own, also while they act for somebody else. In scope `auth`. */
export function accountOf(db: Db, { actingId, facilityId }: Pick<Actor, 'actingId' | 'facilityId'>): Promise<Account> {
	return readAccount(
		db,
		sql`${credentials.personId} = ${actingId} and ${credentials.facilityId} is not distinct from ${facilityId}`,
	)
}

export function accountById(db: Db, credentialId: Id): Promise<Account> {
	return readAccount(db, sql`${credentials.id} = ${credentialId}`)
}

async function readAccount(db: Db, which: ReturnType<typeof sql>): Promise<Account> {
	const [row] = await db
		.select({
			credentialId: credentials.id,
			personId: credentials.personId,
			facilityId: credentials.facilityId,
			locale: people.locale,
			passwordHash: credentials.passwordHash,
			passwordChangedAt: credentials.passwordChangedAt,
			email: credentials.email,
			facilitySlug: facilities.slug,
			secondFactor: facilities.secondFactor,
			profile: facilities.passwordProfile,
			expiryDays: facilities.passwordExpiryDays,
			idleLockMinutes: facilities.idleLockMinutes,
			emergency: sql<boolean>`exists (select from ${assignments} a where a.emergency
				and a.person_id = ${credentials.personId} and a.facility_id = ${credentials.facilityId})`,
		})
		.from(credentials)
		.innerJoin(people, eq(people.id, credentials.personId))
		.leftJoin(facilities, eq(facilities.id, credentials.facilityId))
		.where(which)
	if (!row) throw new ProblemError('auth.required')
	const { secondFactor, profile, emergency, ...rest } = row
	const factorRequired = secondFactor === 'required' && !emergency
	return { ...rest, profile: profile ?? 'nist', factorRequired, ...(emergency && { expiryDays: null }) }
}
