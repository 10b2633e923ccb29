import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { origin } from './signaling.ts'

/** A TCP connection of our own making, for what no WebSocket library would do. */
export async function dial(url: string): Promise<Socket> {
	const { hostname, port } = new URL(url)
	const socket = connect(Number(port), hostname)
	socket.on('error', () => {})
	onTestFinished(() => void socket.destroy())
	await once(socket, 'connect')
	return socket
}

const handshake = (headers: Record<string, string>) =>
	[
		'GET / HTTP/1.1',
		'Host: enshin.example',
		'Connection: Upgrade',
		'Upgrade: websocket',
		'Sec-WebSocket-Version: 13',
		'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
		...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
		'',
		'',
	].join('\r\n')

/** Shakes hands and returns the server's answer; `origin` is ours unless said otherwise. */
export async function shake(url: string, headers: Record<string, string> = { Origin: origin }) {
	const socket = await dial(url)
	socket.write(handshake(headers))
	const [answer] = await once(socket, 'data')
	return { socket, answer: String(answer) }
}

/** One frame as a client sends it (RFC 6455, 5.2), masked with zeros. `opcode` 0 goes on with a message, 1 is text. */
export function frame(opcode: number, payload: Buffer, final = true): Buffer {
	const length = payload.length < 126 ? [payload.length] : [126, payload.length >> 8, payload.length & 255]
	const [first = 0, ...rest] = length
	return Buffer.concat([Buffer.from([(final ? 128 : 0) | opcode, 128 | first, ...rest, 0, 0, 0, 0]), payload])
}

/** The code of the close frame among what the server sent, or null. */
export function closeCodeIn(data: Buffer): number | null {
	let at = 0
	while (at + 2 <= data.length) {
		const opcode = (data[at] ?? 0) & 15
		const short = (data[at + 1] ?? 0) & 127
		const head = short === 126 ? 4 : short === 127 ? 10 : 2
		const length = short === 126 ? data.readUInt16BE(at + 2) : short === 127 ? data.readUInt32BE(at + 6) : short
		if (opcode === 8) return data.readUInt16BE(at + head)
		at += head + length
	}
	return null
}
