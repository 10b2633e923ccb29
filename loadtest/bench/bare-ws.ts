import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'

// The floor: the same library with the same settings, which answers every frame with one of the size of signaling's
// answer to a ping, and does nothing else.
const reply = JSON.stringify({
	kind: 'reply',
	id: 1000,
	result: { ok: true, data: { at: new Date().toISOString() } },
})
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false, clientTracking: false })
server.on('connection', (socket) => {
	socket.on('message', () => socket.send(reply))
	socket.on('error', () => {})
})
server.on('listening', () => {
	const { port } = server.address() as AddressInfo
	console.log(JSON.stringify({ url: `ws://127.0.0.1:${port}`, msg: 'bare server listens' }))
})
