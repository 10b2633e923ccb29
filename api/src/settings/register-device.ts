import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { devices, facilities } from '@enshin/db/schema/index.ts'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Work } from '../http/context.ts'
import { facility } from '../sealed/open-cells.ts'
import { type Changing, changing } from './changing.ts'
import { findDevice, type Place } from './demand-place.ts'
import { hashDeviceSecret, newDeviceCode, newDeviceSecret } from './device-secret.ts'

/** How long a code for another browser waits to be typed. */
export const codeMinutes = 10

/** Registers the asker's browser. The secret is told once, for web to put into a cookie. */
export async function registerThisDevice(work: Work, name: string): Promise<{ id: Id; secret: string }> {
	return await changing(work, 'device.register', async (within) => {
		const secret = newDeviceSecret()
		const id = await add(within, name, { secretHash: hashDeviceSecret(secret) })
		return { id, secret }
	})
}

/** A code that registers the browser it is typed into, once. */
export async function makeDeviceCode(work: Work, name: string): Promise<{ id: Id; code: string; expiresAt: string }> {
	return await changing(work, 'device.register', async (within) => {
		const code = newDeviceCode()
		const expiresAt = new Date(Date.now() + codeMinutes * 60_000)
		const codeHash = hashDeviceSecret(code.replaceAll('-', ''))
		const id = await add(within, name, { codeHash, codeExpiresAt: expiresAt })
		return { id, code, expiresAt: expiresAt.toISOString() }
	})
}

async function add(
	{ db, vault, facilityId, actor, detail }: Changing,
	name: string,
	how: { secretHash: string } | { codeHash: string; codeExpiresAt: Date },
): Promise<Id> {
	const id = newId()
	const owner = facility(facilityId)
	const keys = await vault.keys(db, [owner])
	const sealed = keys.seal(owner, { table: 'devices', column: 'name', row: id }, name)
	await db.insert(devices).values({ id, facilityId, name: sealed, registeredBy: actor.actingId, ...how })
	Object.assign(detail, { deviceId: id, byCode: 'codeHash' in how })
	return id
}

/**
 * Ends a device's registration: where only registered ones may, it is shut out with its next request. Throws `not_found`,
 * and `device.would_lock_out` for the asker's own.
 */
export async function revokeDevice(work: Work, place: Place, deviceId: Id): Promise<void> {
	await changing(work, 'device.revoke', async ({ db, facilityId, detail }) => {
		const [{ only } = { only: false }] = await db
			.select({ only: facilities.registeredDevicesOnly })
			.from(facilities)
			.where(eq(facilities.id, facilityId))
		if (only && (await findDevice(db, facilityId, place.deviceSecret)) === deviceId) {
			throw new ProblemError('device.would_lock_out')
		}
		const revoked = await db
			.update(devices)
			.set({ revokedAt: sql`now()` })
			.where(and(eq(devices.id, deviceId), eq(devices.facilityId, facilityId), isNull(devices.revokedAt)))
			.returning({ id: devices.id })
		if (revoked.length === 0) throw new ProblemError('not_found')
		detail.deviceId = deviceId
	})
}
