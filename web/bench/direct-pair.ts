import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from '@playwright/test'
import { WebSocketServer } from 'ws'
import { clickToFirstFrameMs, watchFirstFrame } from './first-frame.ts'

/** What a page tells the other, as the socket carries it; `description` without the candidates that follow it. */
type Said = { description?: { type: string; sdp: string }; candidate?: { candidate: string } }
export type DirectPairOptions = {
	/** Where the pages find their server, when that is not where it listens: a relay in front of it. */
	reachedAt?: (port: number) => Promise<{ port: number }>
	/** Opens a relay's door to an address of one page, for the other to send to. */
	doorTo?: (address: { host: string; port: number }) => Promise<{ host: string; port: number }>
}

/**
 * Two pages joined directly, a bare WebSocket passing their descriptions: the floor for click to first frame. Through a
 * relay each page learns of the other's doors there instead of its addresses, and knows no way around.
 */
export async function startDirectPair(browser: Browser, { reachedAt, doorTo }: DirectPairOptions = {}) {
	const html = await readFile(new URL('./direct-pair.html', import.meta.url))
	const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(html))
	const sockets = new WebSocketServer({ server, perMessageDeflate: false })
	sockets.on('connection', (from) =>
		from.on('message', async (data) => {
			const text = doorTo ? await rerouted(JSON.parse(String(data)) as Said, doorTo) : String(data)
			for (const to of sockets.clients) if (text && to !== from) to.send(text)
		}),
	)
	await once(server.listen(0, '127.0.0.1'), 'listening')
	const own = (server.address() as AddressInfo).port
	const { port } = (await reachedAt?.(own)) ?? { port: own }
	const url = `http://localhost:${port}/`

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
		for (const socket of sockets.clients) socket.terminate()
		server.close()
		server.closeAllConnections()
		await once(server, 'close')
	}

	return { url, measureMs, close }
}

/** Candidates over UDP and IPv4 lead to doors, all others nowhere: then it is not passed on. */
async function rerouted(said: Said, doorTo: NonNullable<DirectPairOptions['doorTo']>): Promise<string | null> {
	if (said.description) {
		const sdp = said.description.sdp.replace(/^a=candidate:.*\r\n/gm, '')
		return JSON.stringify({ ...said, description: { ...said.description, sdp } })
	}
	const parts = said.candidate?.candidate.split(' ') ?? []
	const [, , protocol, , host = '', port] = parts
	if (protocol?.toLowerCase() !== 'udp' || !/^[\d.]+$/.test(host)) return null
	const door = await doorTo({ host, port: Number(port) })
	parts.splice(4, 2, door.host, String(door.port))
	return JSON.stringify({ ...said, candidate: { ...said.candidate, candidate: parts.join(' ') } })
}
