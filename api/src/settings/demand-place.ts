import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { devices, facilities, ipRules } from '@enshin/db/schema/index.ts'
import { and, eq, isNull, lt, or, sql } from 'drizzle-orm'
import { allows, createAllowList } from '../network/allow-list.ts'
import { hashDeviceSecret } from './device-secret.ts'

/** Where somebody comes from: the exact address, and the secret that a registered browser has in its cookie. */
export type Place = { address: string | null; deviceSecret: string | undefined }

/**
 * Holds a facility's people to its rules: the addresses it allows (none means all), and registered devices where it asks
 * for those (Q55, Q80.6). Throws `network.not_allowed`, `device.not_registered`. In scope `auth`; asked with every
 * request, and at sign-in once the password was right.
 */
export async function demandPlace(db: Db, facilityId: Id, { address, deviceSecret }: Place): Promise<void> {
	const [rules] = await db
		.select({
			devicesOnly: facilities.registeredDevicesOnly,
			// As text: no array comes back from a piece of SQL as one.
			allowed: sql<string>`(select coalesce(string_agg(${ipRules.cidr}, ' '), '') from ${ipRules}
				where ${ipRules.facilityId} = ${facilityId})`,
		})
		.from(facilities)
		.where(eq(facilities.id, facilityId))
	if (!rules) throw new ProblemError('auth.required')
	const allowed = rules.allowed.split(' ').filter(Boolean)
	if (allowed.length > 0 && !allows(createAllowList(allowed), address)) {
		throw new ProblemError('network.not_allowed')
	}
	if (rules.devicesOnly && !(await isRegistered(db, facilityId, deviceSecret))) {
		throw new ProblemError('device.not_registered')
	}
}

async function isRegistered(db: Db, facilityId: Id, secret: string | undefined): Promise<boolean> {
	const found = await findDevice(db, facilityId, secret)
	if (!found) return false
	// Written down at most once a minute, as the use of a session is.
	await db
		.update(devices)
		.set({ lastSeenAt: sql`now()` })
		.where(
			and(
				eq(devices.id, found),
				or(isNull(devices.lastSeenAt), lt(devices.lastSeenAt, sql`now() - interval '1 minute'`)),
			),
		)
	return true
}

/** The registered device that holds this secret; null for none, and for a revoked one. */
export async function findDevice(db: Db, facilityId: Id, secret: string | undefined): Promise<Id | null> {
	if (secret === undefined) return null
	const [device] = await db
		.select({ id: devices.id })
		.from(devices)
		.where(
			and(
				eq(devices.secretHash, hashDeviceSecret(secret)),
				eq(devices.facilityId, facilityId),
				isNull(devices.revokedAt),
			),
		)
	return device?.id ?? null
}
