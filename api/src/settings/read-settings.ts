import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Device, FacilitySettings } from '@enshin/contracts/settings.ts'
import type { Db } from '@enshin/db/client.ts'
import { devices, facilities, ipRules } from '@enshin/db/schema/index.ts'
import type { Keys } from '@enshin/db/sealing/vault.ts'
import { and, asc, eq, isNotNull, isNull, or, sql } from 'drizzle-orm'
import type { Work } from '../http/context.ts'
import { facility as facilityOwner, openCell, openCellOrNull } from '../sealed/open-cells.ts'
import { findDevice, type Place } from './demand-place.ts'
import { emergencyEmail, emergencyState, findEmergency } from './emergency.ts'

/** How a facility's people sign in, from where, with which browsers. */
export async function readSettings({ db, vault, actor }: Work, place: Place): Promise<FacilitySettings> {
	const { facilityId } = actor
	if (facilityId === null) throw new ProblemError('auth.forbidden')
	const [facility] = await db.select().from(facilities).where(eq(facilities.id, facilityId))
	if (!facility) throw new ProblemError('not_found')
	const keys = await vault.keys(db, [facilityOwner(facilityId)])
	const emergency = await findEmergency(db, facilityId)
	return {
		address: place.address,
		ipRules: await readRules(db, keys, facilityId),
		registeredDevicesOnly: facility.registeredDevicesOnly,
		devices: await readDevices(db, keys, facilityId, await findDevice(db, facilityId, place.deviceSecret)),
		passwordProfile: facility.passwordProfile,
		passwordExpiryDays: facility.passwordExpiryDays,
		idleLockMinutes: facility.idleLockMinutes,
		secondFactor: facility.secondFactor,
		emergency: emergency
			? {
					email: emergencyEmail(facility.slug),
					state: emergencyState(emergency),
					madeAt: (emergency.madeAt ?? new Date(0)).toISOString(),
				}
			: null,
	}
}

async function readRules(db: Db, keys: Keys, facilityId: Id) {
	const rows = await db.select().from(ipRules).where(eq(ipRules.facilityId, facilityId)).orderBy(asc(ipRules.id))
	return rows.map(({ id, cidr, note }) => {
		const at = { table: 'ip_rules', column: 'note', row: id }
		return { id, cidr, note: openCellOrNull(keys, facilityOwner(facilityId), at, note) ?? '' }
	})
}

/** Registered ones, and those whose code still waits; the revoked are gone from the list. */
async function readDevices(db: Db, keys: Keys, facilityId: Id, current: Id | null): Promise<Device[]> {
	const rows = await db
		.select()
		.from(devices)
		.where(
			and(
				eq(devices.facilityId, facilityId),
				isNull(devices.revokedAt),
				or(isNotNull(devices.secretHash), sql`${devices.codeExpiresAt} > now()`),
			),
		)
		.orderBy(asc(devices.createdAt))
	return rows.map(({ id, name, secretHash, codeExpiresAt, lastSeenAt, createdAt }) => ({
		id,
		name: openCell(keys, facilityOwner(facilityId), { table: 'devices', column: 'name', row: id }, name),
		registered: secretHash !== null,
		codeExpiresAt: codeExpiresAt?.toISOString() ?? null,
		lastSeenAt: lastSeenAt?.toISOString() ?? null,
		current: id === current,
		createdAt: createdAt.toISOString(),
	}))
}
