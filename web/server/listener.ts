import { createServer, type RequestListener, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { fileHeaders } from '../src/lib/server/headers.ts'
import { logError } from '../src/lib/server/log.ts'
import type { ServerConfig } from './config.ts'
import { type Refusal, refusalOf } from './refusal.ts'

/** A slow client holds a connection, and nothing else: as in the api, but with time for a form over a poor line. */
const timeouts = {
	headersTimeout: 5_000,
	requestTimeout: 30_000,
	connectionsCheckingInterval: 1_000,
	// Longer than a proxy's own, so that it is never us who close a connection just as it is used again.
	keepAliveTimeout: 75_000,
}

/** What adapter-node builds: files from a closed list, then kit's pages. */
export type PageHandler = (...args: [...Parameters<RequestListener>, next: () => void]) => unknown

/**
 * A server, not yet listening. Every answer carries our headers, files and errors included: they are set first, as
 * strict as for a file, and a page's own replace them.
 */
export function createWebServer(pages: PageHandler, config: Pick<ServerConfig, 'origin' | 'addressHeader'>): Server {
	const headers = fileHeaders(config.origin.startsWith('https:'))
	const server = createServer(timeouts, async (request, response) => {
		for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
		const refusal = refusalOf(request, config)
		if (refusal) return answer(response, refusal)
		try {
			await pages(request, response, () => answer(response, { status: 404, text: 'Not Found' }))
		} catch (error) {
			logError('a request failed outside the pages', { error })
			if (response.headersSent) response.destroy()
			else answer(response, { status: 500, text: 'Internal Server Error' })
		}
	})
	server.on('clientError', (error: NodeJS.ErrnoException, socket) => refuseRaw(error, socket, headers))
	return server
}

function answer(response: ServerResponse, { status, text }: Refusal): void {
	// Whatever else was sent with it is not read.
	response.writeHead(status, {
		'content-type': 'text/plain; charset=utf-8',
		'cache-control': 'no-store',
		connection: 'close',
	})
	response.end(text)
}

const statusOf: Record<string, number> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }

/** For what is no HTTP, too large or too slow: there is no response object yet, so this is written by hand. */
function refuseRaw({ code = '' }: NodeJS.ErrnoException, socket: Duplex, headers: Record<string, string>): void {
	if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
	const status = statusOf[code] ?? 400
	const lines = Object.entries({ ...headers, connection: 'close', 'content-length': '0' })
	const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
	socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}\r\n`, () => socket.destroy())
}
