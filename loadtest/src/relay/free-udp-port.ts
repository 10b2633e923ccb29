import { createSocket } from 'node:dgram'
import { once } from 'node:events'

/** A port that is free on this address now: for an sfu that is to listen where a relay expects it. */
export async function freeUdpPort(host: string): Promise<number> {
	const socket = createSocket('udp4')
	const listening = once(socket, 'listening')
	socket.bind(0, host)
	await listening
	const { port } = socket.address()
	socket.close()
	return port
}
