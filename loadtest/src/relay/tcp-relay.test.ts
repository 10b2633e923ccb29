import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { startTcpRelay } from './tcp-relay.ts'

test('bytes arrive whole, in order, and no earlier than both ways take', async () => {
	const echo = createServer((socket) => socket.pipe(socket))
	await once(echo.listen(0, '127.0.0.1'), 'listening')
	const { port } = echo.address() as AddressInfo
	const relay = await startTcpRelay({ upstream: { host: '127.0.0.1', port }, delayMs: 20 })
	const client = connect(relay.address)
	const chunks: Buffer[] = []
	client.on('data', (chunk) => chunks.push(chunk))
	await once(client, 'connect')
	const sent = Array.from({ length: 50 }, (_, index) => `${index};`)
	const beganMs = performance.now()
	for (const part of sent) client.write(part)
	await once(client, 'data')
	// The connection's own round trip, then there and back; timers may be a millisecond early.
	expect(performance.now() - beganMs).toBeGreaterThan(4 * 20 - 4)
	const againMs = performance.now()
	client.end('over')
	await once(client, 'close')
	expect(performance.now() - againMs).toBeGreaterThan(2 * 20 - 3)
	expect(Buffer.concat(chunks).toString()).toBe(`${sent.join('')}over`)
	await relay.close()
	echo.close()
})
