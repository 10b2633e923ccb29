import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import type { Page } from '@playwright/test'
import { startStack } from '../../bin/stack/start-stack.ts'
import { startRelay } from '../../loadtest/src/relay/start-relay.ts'
import { startTcpRelay } from '../../loadtest/src/relay/tcp-relay.ts'
import { sendMediaTo } from '../e2e/support/through-relay.ts'
import { settledMediaPort } from './call-through-relay.ts'

/** The sfu announces one address of loopback, and the relay's door is at another. */
const [sfuHost, doorHost] = ['127.0.0.1', '127.0.0.2']

/**
 * All of Enshin at the far end of a line that takes `delayMs` each way: pages and signaling over TCP, media over UDP. What
 * its services say to each other is not delayed. `prepare` is for each page before it opens anything.
 */
export async function startDelayedStack(dataDir: string, delayMs: number) {
	const [webPort, signalingPort, media] = [await freePort(), await freePort(), await settledMediaPort()]
	const webUrl = `http://localhost:${webPort}`
	const signalingUrl = `ws://localhost:${signalingPort}`
	const env = {
		...media.env,
		ORIGIN: webUrl,
		ENSHIN_WEB_ORIGIN: webUrl,
		ENSHIN_ALLOWED_ORIGINS: webUrl,
		ENSHIN_SIGNALING_URL: signalingUrl,
		ENSHIN_SIGNALING_PUBLIC_URL: signalingUrl,
		ENSHIN_SIGNALING_ORIGINS: signalingUrl,
	}
	const stack = await startStack({ dataDir, ports: 'free', seed: true, env, say: console.log })
	const before = (url: string, port: number) => {
		const upstream = { host: '127.0.0.1', port: Number(new URL(url).port) }
		return startTcpRelay({ upstream, delayMs, listen: { host: '127.0.0.1', port } })
	}
	const lines = [await before(stack.webUrl, webPort), await before(stack.signalingUrl, signalingPort)]
	const relay = await startRelay({
		doors: [{ listen: { host: doorHost, port: media.port }, upstream: { host: sfuHost, port: media.port } }],
		line: { delayMs },
	})
	return {
		at: { webUrl, apiUrl: stack.apiUrl },
		relay,
		prepare: (page: Page) => sendMediaTo(page, { from: sfuHost, to: doorHost }),
		stop: async () => {
			await Promise.all(lines.map((line) => line.close()))
			await Promise.all([stack.stop(), relay.stop()])
		},
	}
}

async function freePort(): Promise<number> {
	const server = createServer()
	await once(server.listen(0, '127.0.0.1'), 'listening')
	const { port } = server.address() as AddressInfo
	server.close()
	await once(server, 'close')
	return port
}
