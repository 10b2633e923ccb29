import { once } from 'node:events'
import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net'
import { DueQueue } from './due-queue.ts'
import type { Address } from './types.ts'

export interface TcpRelayOptions {
	upstream: Address
	/** One way. */
	delayMs: number
	/** Port 0, or none, takes a free one. */
	listen?: Address
}

/**
 * A line that only delays, for HTTP and WebSocket beside the UDP relay's media. The kernel answers a connection at once
 * here, so the first bytes of each pay for its round trip. `close()` ends its connections.
 */
export async function startTcpRelay({ upstream, delayMs, listen = { host: '127.0.0.1', port: 0 } }: TcpRelayOptions) {
	const sockets = new Set<Socket>()
	const keep = (socket: Socket) => {
		socket.setNoDelay(true)
		sockets.add(socket)
		socket.on('close', () => sockets.delete(socket))
		// Either end may go at any time; the other is told by its end.
		socket.on('error', () => {})
		return socket
	}
	const server = createServer({ allowHalfOpen: true }, (client) => {
		const service = keep(dial({ ...upstream, allowHalfOpen: true }))
		carry(keep(client), service, delayMs, 3 * delayMs)
		carry(service, client, delayMs, delayMs)
	})
	await once(server.listen(listen.port, listen.host), 'listening')
	const { address: host, port } = server.address() as AddressInfo

	async function close(): Promise<void> {
		for (const socket of sockets) socket.destroy()
		server.close()
		await once(server, 'close')
	}

	return { address: { host, port } satisfies Address, close }
}

/** In order: what comes later is never let go before what came earlier. */
function carry(from: Socket, to: Socket, delayMs: number, firstMs: number): void {
	const queue = new DueQueue(() => {})
	let notBeforeMs = performance.now() + firstMs
	const later = (act: () => void) => {
		notBeforeMs = Math.max(notBeforeMs, performance.now() + delayMs)
		queue.add(notBeforeMs, act)
	}
	from.on('data', (bytes) => later(() => to.writable && to.write(bytes)))
	from.on('end', () => later(() => to.end()))
	from.on('close', () => later(() => to.destroy()))
}
