import { WebSocket } from 'ws'
import { house } from '../test/support/stand-in-target.ts'

/** Opens so many sockets, fifty at a time; `first` is the frame each sends, and whose answer it waits for. */
export async function openSockets(url: string, count: number, first: () => string): Promise<WebSocket[]> {
	const open: WebSocket[] = []
	for (let from = 0; from < count; from += 50) {
		const batch = Array.from({ length: Math.min(50, count - from) }, async () => {
			const socket = new WebSocket(url, { origin: house.origin, perMessageDeflate: false })
			open.push(socket)
			await new Promise((resolve, reject) => {
				socket.once('open', () => socket.send(first()))
				socket.once('message', resolve)
				socket.once('error', reject)
				socket.once('close', () => reject(new Error('closed before it was let in')))
			})
		})
		await Promise.all(batch)
	}
	return open
}

export const frame = (id: number, method: string, data: unknown) =>
	JSON.stringify({ kind: 'request', id, method, data })
