import { createCaller } from '@enshin/contracts/channel.ts'
import { sfuProtocol } from '@enshin/contracts/sfu.ts'
import { parseConfig } from '@enshin/sfu/config.ts'
import { startSfu } from '@enshin/sfu/server.ts'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'

export const controlSecret = 'a-secret-of-the-house'

/** A real media node with one worker on free ports, and a control socket to it; `settings` are put over its environment. */
export async function runSfu(settings: Record<string, string> = {}) {
	const env = {
		ENSHIN_SFU_CONTROL_SECRET: controlSecret,
		ENSHIN_SFU_PORT: '0',
		ENSHIN_SFU_WORKERS: '1',
		ENSHIN_LOG_LEVEL: 'silent',
		MEDIASOUP_WORKER_BIN: process.env.MEDIASOUP_WORKER_BIN,
		...settings,
	}
	const sfu = await startSfu(parseConfig(env))
	onTestFinished(() => sfu.close())
	const socket = new WebSocket(sfu.url, { headers: { authorization: `Bearer ${controlSecret}` } })
	const control = createCaller(sfuProtocol, { send: (text) => socket.send(text), timeoutMs: 10_000 })
	socket.on('message', (data) => void control.receive(String(data)))
	await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
	onTestFinished(() => socket.terminate())
	return { url: sfu.url, control }
}
