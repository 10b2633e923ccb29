import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Scope } from '@enshin/db/scope.ts'
import { createMiddleware } from 'hono/factory'
import { findSession } from '../accounts/find-session.ts'
import { passDoor } from '../accounts/session-doors.ts'
import { bearer } from './bearer.ts'
import type { Actor, Env } from './context.ts'

/**
 * Everything mounted after it wants a session that is full and not locked, but for the few routes of session-doors.ts; the
 * actor is read from the database with every request.
 */
export const authenticate = createMiddleware<Env>(async (c, next) => {
	const token = bearer(c.req.header('authorization'))
	const actor = token === undefined ? null : await findSession(c.var.scoped({ kind: 'auth' }), token)
	if (!actor) throw new ProblemError('auth.required')
	passDoor(actor, c.req.method, c.req.path)
	const db = c.var.scoped(scopeOf(actor))
	const { vault, requestId, address } = c.var
	c.set('actor', actor)
	c.set('db', db)
	c.set('work', { db, vault, actor, requestId, address })
	await next()
})

/** What the database shows this person. */
function scopeOf({ role, facilityId, personId, actingId }: Actor): Scope {
	if (role === 'ops') return { kind: 'ops', personId }
	return { kind: 'actor', facilityId, personId, actorId: actingId }
}
