import { ProblemError } from '@enshin/contracts/errors.ts'
import { id } from '@enshin/contracts/ids.ts'
import { createMiddleware } from 'hono/factory'
import { findProxy } from '../patients/family.ts'
import type { Env } from './context.ts'

export const actForHeader = 'x-enshin-for'

/**
 * 代理: with `X-Enshin-For`, a patient acts for somebody of their family. The work is then about that person, and the log
 * names who really acts. Anew with every request, by the living row of `proxies`; otherwise `proxy.required`.
 */
export const actFor = createMiddleware<Env>(async (c, next) => {
	const patientId = c.req.header(actForHeader)?.toLowerCase()
	const { actor, work, scoped } = c.var
	if (patientId === undefined || patientId === actor.personId) return await next()
	const allowed =
		actor.role === 'patient' &&
		id.safeParse(patientId).success &&
		(await findProxy(scoped({ kind: 'auth' }), actor.actingId, patientId)) !== undefined
	if (!allowed) throw new ProblemError('proxy.required')
	const acting = { ...actor, personId: patientId }
	const db = scoped({ kind: 'actor', facilityId: null, personId: patientId, actorId: actor.actingId })
	c.set('actor', acting)
	c.set('db', db)
	c.set('work', { ...work, db, actor: acting })
	await next()
})
