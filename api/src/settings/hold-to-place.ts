import { createMiddleware } from 'hono/factory'
import type { Env } from '../http/context.ts'
import { demandPlace } from './demand-place.ts'
import { deviceSecretOf } from './device-header.ts'

/** After `authenticate`: a facility's people are held to its network and devices with every request. */
export function holdToPlace(serviceSecret: string) {
	return createMiddleware<Env>(async (c, next) => {
		const { actor, address, scoped } = c.var
		if (actor.facilityId !== null && actor.role !== 'ops') {
			const place = { address, deviceSecret: deviceSecretOf(c, serviceSecret) }
			await demandPlace(scoped({ kind: 'auth' }), actor.facilityId, place)
		}
		await next()
	})
}
