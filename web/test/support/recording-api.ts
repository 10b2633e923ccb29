import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { makeProblem } from '@enshin/contracts/errors.ts'

export type Told = { method: string; path: string; headers: IncomingHttpHeaders; body: string }
export type Reply = { status: number; body: unknown }

const stranger: Reply = { status: 401, body: makeProblem('auth.required', 'ja') }

/**
 * Stands for the api where the question is what web asks of it, or what web makes of an answer that the real one would
 * not give. It keeps what it is told; `reply` says what to answer, and by default nobody's session is known.
 */
export async function startRecordingApi(reply: (asked: Told) => Reply = () => stranger) {
	const told: Told[] = []
	const server = createServer(async (request, response) => {
		let body = ''
		for await (const chunk of request) body += chunk
		const asked = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body }
		told.push(asked)
		const { status, body: answer } = reply(asked)
		const type = status < 400 ? 'application/json' : 'application/problem+json'
		response.writeHead(status, { 'content-type': type }).end(JSON.stringify(answer))
	})
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		told,
		stop: () => {
			server.closeAllConnections()
			server.close()
		},
	}
}
