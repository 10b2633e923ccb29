import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { OneWay } from './one-way.ts'
import type { Address, Door } from './types.ts'

const socketBufferBytes = 4 * 1024 * 1024

/**
 * One listening socket, and for each sender a socket of its own towards the upstream, so that answers find their way
 * back. UDP alone: whoever tries the same port over TCP is refused by the kernel. Owns its sockets.
 */
export async function openDoor({ listen, upstream }: Door, up: OneWay, down: OneWay) {
	const clients = new Map<string, { socket: Socket; send: (packet: Buffer) => void }>()
	let closed = false
	const inside = open()
	const listening = once(inside, 'listening')
	inside.bind(listen.port, listen.host)
	await listening.catch((error: unknown) => {
		inside.close()
		throw error
	})
	widen(inside)
	inside.on('message', (packet, { address, port }) => {
		const key = `${address}:${port}`
		const client = clients.get(key) ?? join(key, address, port)
		up.take(packet, client.send)
	})

	function join(key: string, address: string, port: number) {
		const socket = open()
		// Until it is connected, which takes a turn of the loop, packets wait; the first is the one that asks for a path.
		let waiting: Buffer[] | null = []
		socket.connect(upstream.port, upstream.host, () => {
			widen(socket)
			for (const packet of waiting ?? []) socket.send(packet)
			waiting = null
		})
		const back = (packet: Buffer) => {
			if (!closed) inside.send(packet, port, address)
		}
		socket.on('message', (packet) => down.take(packet, back))
		const send = (packet: Buffer) => {
			if (waiting) waiting.push(packet)
			else if (!closed) socket.send(packet)
		}
		const client = { socket, send }
		clients.set(key, client)
		return client
	}

	const { address: host, port } = inside.address()
	return {
		address: { host, port } satisfies Address,
		clients: () => clients.size,
		close: () => {
			if (closed) return
			closed = true
			for (const { socket } of clients.values()) socket.close()
			inside.close()
		},
	}
}

function open(): Socket {
	// Addresses come as numbers: asking the resolver for every packet would cost more than the packet.
	const socket = createSocket({ type: 'udp4', lookup: (host, _, done) => done(null, host, 4) })
	// The far end may be gone for a while, which UDP tells with ECONNREFUSED; the packet is lost as it would be anyway.
	socket.on('error', () => {})
	return socket
}

/** The kernel cuts it to what it allows. */
function widen(socket: Socket): void {
	socket.setRecvBufferSize(socketBufferBytes)
	socket.setSendBufferSize(socketBufferBytes)
}
