import { ProblemError } from '@enshin/contracts/errors.ts'
import type { ChangeSettings } from '@enshin/contracts/settings.ts'
import { facilities } from '@enshin/db/schema/index.ts'
import { eq } from 'drizzle-orm'
import type { Work } from '../http/context.ts'
import { changing } from './changing.ts'
import { findDevice, type Place } from './demand-place.ts'

/**
 * Changes how a facility's people sign in; what is left out stays. Throws `auth.step_up`, and `device.would_lock_out`
 * where only registered devices shall sign in and the asker's is none.
 */
export async function changeSettings(work: Work, place: Place, wanted: ChangeSettings): Promise<void> {
	await changing(work, 'settings.write', async ({ db, facilityId, detail }) => {
		const { passwordProfile, passwordExpiryDays, idleLockMinutes, secondFactor, registeredDevicesOnly } = wanted
		if (registeredDevicesOnly && !(await findDevice(db, facilityId, place.deviceSecret))) {
			throw new ProblemError('device.would_lock_out')
		}
		const changes = {
			...(passwordProfile !== undefined && { passwordProfile }),
			...(passwordExpiryDays !== undefined && { passwordExpiryDays }),
			...(idleLockMinutes !== undefined && { idleLockMinutes }),
			...(secondFactor !== undefined && { secondFactor }),
			...(registeredDevicesOnly !== undefined && { registeredDevicesOnly }),
		}
		if (Object.keys(changes).length === 0) return
		await db.update(facilities).set(changes).where(eq(facilities.id, facilityId))
		Object.assign(detail, changes)
	})
}
