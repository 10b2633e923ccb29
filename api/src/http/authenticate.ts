import { ProblemError } from '@enshin/contracts/errors.ts'
import { createMiddleware } from 'hono/factory'
import { findSession } from '../accounts/find-session.ts'
import { bearer } from './bearer.ts'
import type { Env } from './context.ts'

/** Everything mounted after it wants a session; the actor is read from the database with every request. */
export const authenticate = createMiddleware<Env>(async (c, next) => {
	const token = bearer(c.req.header('authorization'))
	const actor = token === undefined ? null : await findSession(c.var.db, token)
	if (!actor) throw new ProblemError('auth.required')
	c.set('actor', actor)
	await next()
})
