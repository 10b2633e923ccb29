import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { devices, facilities } from '@enshin/db/schema/index.ts'
import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { appendEntry } from '../access-log/append-entry.ts'
import { hashDeviceSecret, newDeviceSecret } from './device-secret.ts'

/**
 * Turns a code that an admin made into this browser's secret, once. Nobody is signed in: what the browser may then do is
 * to show a sign-in page. Throws `device.code_wrong`. In scope `auth`.
 */
export async function redeemDeviceCode(
	db: Db,
	{ facility: slug, code }: { facility: string; code: string },
	from: { requestId: string; address: string | null },
): Promise<{ id: Id; secret: string }> {
	const secret = newDeviceSecret()
	return await db.transaction(async (tx) => {
		const [facility] = await tx.select({ id: facilities.id }).from(facilities).where(eq(facilities.slug, slug))
		if (!facility) throw new ProblemError('device.code_wrong')
		// One statement judges: of two browsers with one code, one gets in.
		const [redeemed] = await tx
			.update(devices)
			.set({ secretHash: hashDeviceSecret(secret), codeHash: null, codeExpiresAt: null, lastSeenAt: sql`now()` })
			.where(
				and(
					eq(devices.codeHash, hashDeviceSecret(code)),
					eq(devices.facilityId, facility.id),
					isNull(devices.revokedAt),
					gt(devices.codeExpiresAt, sql`now()`),
				),
			)
			.returning({ id: devices.id })
		if (!redeemed) throw new ProblemError('device.code_wrong')
		const detail = { deviceId: redeemed.id, redeemed: true, ...from }
		await appendEntry(tx, { chainId: facility.id, actorId: null, action: 'device.register', subjects: [], detail })
		return { id: redeemed.id, secret }
	})
}
