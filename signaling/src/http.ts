import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Registry } from 'prom-client'

/** What ops ask over plain HTTP. `health` is null while the process stops: then balancers should look elsewhere. */
export function answerHttp(
	{ method, url }: IncomingMessage,
	response: ServerResponse,
	{ health, registry }: { health: () => Record<string, unknown> | null; registry: Registry },
): void {
	const send = (status: number, type: string, body: string) =>
		response
			.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
			.end(body)
	const path = url?.split('?')[0]
	if (method !== 'GET' && method !== 'HEAD') return void send(405, 'text/plain', 'method not allowed')
	if (path === '/health') {
		const body = health()
		return void send(body ? 200 : 503, 'application/json', JSON.stringify(body ?? { status: 'closing' }))
	}
	if (path !== '/metrics') return void send(404, 'text/plain', 'not found')
	registry.metrics().then(
		(text) => send(200, registry.contentType, text),
		() => send(500, 'text/plain', 'metrics failed'),
	)
}
