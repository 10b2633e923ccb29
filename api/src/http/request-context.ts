import { randomUUID } from 'node:crypto'
import type { Db } from '@enshin/db/client.ts'
import { createMiddleware } from 'hono/factory'
import type { Logger } from 'pino'
import type { PublicEnv } from './context.ts'
import { loggedPath } from './logged-path.ts'

/**
 * Gives every request an id of our own making, its log and the database, and writes one line when it is done. Of its
 * address only what loggedPath leaves: a search may hold a patient's name, a link a token.
 */
export function requestContext(db: Db, log: Logger) {
	return createMiddleware<PublicEnv>(async (c, next) => {
		const requestId = randomUUID()
		const requestLog = log.child({ requestId })
		c.set('db', db)
		c.set('requestId', requestId)
		c.set('log', requestLog)
		const startedAt = performance.now()
		await next()
		c.header('X-Request-Id', requestId)
		c.header('Cache-Control', 'no-store')
		const ms = Math.round(performance.now() - startedAt)
		const level = c.req.path === '/health' ? 'debug' : 'info'
		requestLog[level]({ method: c.req.method, path: loggedPath(c), status: c.res.status, ms }, 'request')
	})
}
