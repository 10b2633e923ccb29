import { createServer, type RequestListener, type Server } from 'node:http'
import type { Registry } from 'prom-client'

export type Health = { status: 'ok' | 'unavailable'; nodeId: string; workers: number }

/**
 * /health for whoever starts and watches this node, /metrics for Prometheus. Neither asks for the secret: this port
 * belongs on the inside network, and nothing here is about people.
 */
export function createHttpServer(health: () => Health, register: Registry): Server {
	const listener: RequestListener = async (request, response) => {
		const path = request.url?.split('?')[0]
		if (request.method !== 'GET') return response.writeHead(405, { allow: 'GET' }).end()
		if (path === '/health') {
			const body = health()
			response.writeHead(body.status === 'ok' ? 200 : 503, { 'content-type': 'application/json' })
			return response.end(JSON.stringify(body))
		}
		if (path === '/metrics') {
			response.writeHead(200, { 'content-type': register.contentType })
			return response.end(await register.metrics())
		}
		response.writeHead(404).end()
	}
	// A handshake that dribbles in is cut after 3 s: Node's own limit is a minute, and looked at every half.
	return createServer({ headersTimeout: 3000, requestTimeout: 5000, connectionsCheckingInterval: 1000 }, listener)
}
