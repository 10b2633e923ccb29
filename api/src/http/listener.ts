import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { makeProblem } from '@enshin/contracts/errors.ts'
import { getRequestListener, RequestError } from '@hono/node-server'
import type { Logger } from 'pino'

/** A slow client holds a connection, and nothing else: heads are due within 5 s, whole requests within 15 s. */
const timeouts = {
	headersTimeout: 5_000,
	requestTimeout: 15_000,
	connectionsCheckingInterval: 1_000,
	// Longer than the clients' own, so that it is never us who close a connection just as it is used again.
	keepAliveTimeout: 75_000,
}

/** A node server, not yet listening. What fails before or after the app, such as a host that is none, is a Problem too. */
export function createListener(fetch: Parameters<typeof getRequestListener>[0], log: Logger): Server {
	const errorHandler = (error: unknown) => {
		const code = error instanceof RequestError ? 'request.invalid' : 'internal'
		const requestId = randomUUID()
		log.warn({ err: error, requestId }, 'request failed outside the app')
		const body = makeProblem(code, 'ja', { requestId })
		return new Response(JSON.stringify(body), {
			status: body.status,
			headers: { 'Content-Type': 'application/problem+json' },
		})
	}
	return createServer(timeouts, getRequestListener(fetch, { errorHandler }))
}

export function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('error', reject)
		server.listen(port, host, () => {
			server.off('error', reject)
			resolve()
		})
	})
}

/** Takes no more requests, lets those under way finish, and cuts what is left after `graceMs`. */
export function stopListening(server: Server, graceMs: number): Promise<void> {
	return new Promise((resolve) => {
		// A connection whose last request has just finished would otherwise be kept for a next one that nobody hears.
		const sweep = setInterval(() => server.closeIdleConnections(), 100)
		const cut = setTimeout(() => server.closeAllConnections(), graceMs)
		server.close(() => {
			clearInterval(sweep)
			clearTimeout(cut)
			resolve()
		})
	})
}
