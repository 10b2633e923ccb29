import { createCaller } from '@enshin/contracts/channel.ts'
import { sfuProtocol } from '@enshin/contracts/sfu.ts'
import { parseConfig, type SfuConfig } from '@enshin/sfu/config.ts'
import { startSfu } from '@enshin/sfu/server.ts'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'

export const controlSecret = 'a-secret-of-the-house'

/** A real media node with one worker on free ports, and a control socket of the test's own to look inside. */
export async function runSfu(settings: Partial<SfuConfig> = {}) {
	const env = {
		ENSHIN_SFU_CONTROL_SECRET: controlSecret,
		ENSHIN_SFU_PORT: '0',
		ENSHIN_SFU_WORKERS: '1',
		ENSHIN_LOG_LEVEL: 'silent',
		MEDIASOUP_WORKER_BIN: process.env.MEDIASOUP_WORKER_BIN,
	}
	const sfu = await startSfu({ ...parseConfig(env), ...settings })
	onTestFinished(() => sfu.close())
	const socket = new WebSocket(sfu.url, { headers: { authorization: `Bearer ${controlSecret}` } })
	const caller = createCaller(sfuProtocol, { send: (text) => socket.send(text), timeoutMs: 5_000 })
	socket.on('message', (data) => void caller.receive(String(data)))
	socket.on('error', () => {})
	await new Promise((resolve) => socket.once('open', resolve))
	onTestFinished(() => socket.terminate())
	const hello = () => caller.request('hello', {})
	const statsOf = async (roomId: string) => (await caller.request('room.stats', { roomId })).peers
	return {
		...sfu,
		hello,
		port: Number(new URL(sfu.url).port),
		workerPid: async () => Number((await hello()).load.workers[0]?.pid),
		statsOf,
		/** For each stream that leaves the sfu in this room: whether it flows. */
		flowing: async (roomId: string) => {
			const consumers = (await statsOf(roomId)).flatMap(
				({ recv }) => (recv as { consumers: { paused: boolean }[] }).consumers,
			)
			return consumers.map(({ paused }) => !paused)
		},
	}
}
