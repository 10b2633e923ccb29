import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { Connection, maxBufferedBytes } from '../src/connection.ts'
import { shake } from './support/raw.ts'

/**
 * A connection to a client that takes nothing off the wire. Here it stands alone, without a call behind it: what calls say
 * is too little to fill the kernel's buffers within a test.
 */
async function unread() {
	const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
	onTestFinished(() => void server.close())
	await once(server, 'listening')
	const accepted = once(server, 'connection')
	const { socket: client } = await shake(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
	client.pause()
	const [socket] = (await accepted) as [WebSocket]
	const cuts: string[] = []
	const connection = new Connection(socket, (why) => cuts.push(why))
	const tick = () => new Promise((resolve) => setTimeout(resolve, 5))
	return { socket, connection, cuts, tick }
}

test('a client that reads nothing is cut when a megabyte waits for it', async () => {
	const { socket, connection, cuts, tick } = await unread()
	const text = 'x'.repeat(64 * 1024)
	let most = 0
	for (let sent = 0; connection.isOpen && sent < 1_000; sent++) {
		connection.send(text)
		most = Math.max(most, socket.bufferedAmount)
		if (sent % 8 === 0) await tick()
	}
	expect(cuts).toEqual(['buffered'])
	expect(most).toBeLessThan(maxBufferedBytes + 2 * text.length)
})

test('a client that reads nothing is cut after ten seconds, however little waits for it', async () => {
	const { socket, connection, cuts, tick } = await unread()
	while (socket.bufferedAmount === 0) {
		connection.send('x'.repeat(64 * 1024))
		await tick()
	}
	const limits = { silentAfterMs: Number.POSITIVE_INFINITY, unreadAfterMs: 10_000 }
	connection.checkLiveness(1_000, limits)
	connection.checkLiveness(10_999, limits)
	expect(cuts).toEqual([])
	connection.checkLiveness(11_000, limits)
	expect(cuts).toEqual(['unread'])
	await once(socket, 'close')
})

test('what is told while an entry is answered goes out after its reply, in order', async () => {
	const { socket, connection } = await unread()
	const sent: string[] = []
	socket.send = (data: unknown) => void sent.push(String(data))
	connection.hold()
	connection.emit('peer.left', { peerId: '018f0000-0000-7000-8000-000000000001' })
	connection.emit('media.lost', { epoch: 1 })
	connection.send('reply')
	connection.release()
	connection.emit('media.lost', { epoch: 2 })
	expect(sent.map((text) => (text === 'reply' ? text : JSON.parse(text).event))).toEqual([
		'reply',
		'peer.left',
		'media.lost',
		'media.lost',
	])
})
