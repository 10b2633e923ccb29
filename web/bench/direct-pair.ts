import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from '@playwright/test'
import { WebSocketServer } from 'ws'
import { clickToFirstFrameMs, watchFirstFrame } from './first-frame.ts'

/** Two pages joined directly, a bare WebSocket passing their descriptions: the floor for click to first frame. */
export async function startDirectPair(browser: Browser) {
	const html = await readFile(new URL('./direct-pair.html', import.meta.url))
	const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(html))
	const relay = new WebSocketServer({ server })
	relay.on('connection', (from) =>
		from.on('message', (data) => {
			for (const to of relay.clients) if (to !== from) to.send(String(data))
		}),
	)
	await once(server.listen(0, '127.0.0.1'), 'listening')
	const url = `http://localhost:${(server.address() as AddressInfo).port}/`

	async function measureMs(): Promise<number> {
		const contexts = await Promise.all([browser.newContext(), browser.newContext()])
		try {
			const [caller, callee] = await Promise.all(contexts.map((context) => context.newPage()))
			if (!caller || !callee) throw new Error('no page')
			await watchFirstFrame(caller, '#remote')
			await Promise.all([caller.goto(url), callee.goto(url)])
			await callee.locator('button:enabled').waitFor()
			await caller.locator('button:enabled').click()
			return await clickToFirstFrameMs(caller)
		} finally {
			await Promise.all(contexts.map((context) => context.close()))
		}
	}

	async function close(): Promise<void> {
		for (const socket of relay.clients) socket.terminate()
		server.close()
		await once(server, 'close')
	}

	return { measureMs, close }
}
