import { randomUUID } from 'node:crypto'
import type { AppDatabase } from '@enshin/db/scope.ts'
import type { Vault } from '@enshin/db/sealing/vault.ts'
import { createMiddleware } from 'hono/factory'
import type { Logger } from 'pino'
import { exactAddress } from './client-address.ts'
import type { PublicEnv } from './context.ts'

type Parts = { scoped: AppDatabase['scoped']; vault: Vault; log: Logger; serviceSecret: string }

import { loggedPath } from './logged-path.ts'

/**
 * Gives every request an id of our own making, its log and the database, and writes one line when it is done. Of its
 * address only what loggedPath leaves: a search may hold a patient's name, a link a token.
 */
export function requestContext({ scoped, vault, log, serviceSecret }: Parts) {
	return createMiddleware<PublicEnv>(async (c, next) => {
		const requestId = randomUUID()
		const requestLog = log.child({ requestId })
		c.set('scoped', scoped)
		c.set('vault', vault)
		c.set('address', exactAddress(c, serviceSecret))
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
