import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { createCaller } from '@enshin/contracts/channel.ts'
import type { RtpCapabilities } from '@enshin/contracts/media.ts'
import { sfuProtocol } from '@enshin/contracts/sfu.ts'
import { WebSocket } from 'ws'
import { type MediasoupControl, openMediasoupRoom } from './mediasoup-room.ts'
import type { Generators, Side } from './side.ts'

const main = fileURLToPath(new URL('../../../sfu/src/main.ts', import.meta.url))
const secret = 'a-secret-of-the-benchmark'

/** The product's own sfu in its own process, asked over its control socket as signaling asks it. */
export async function startProduct(generators: Generators, workerBin: string): Promise<Side> {
	const sfu = spawn(process.execPath, [main], {
		env: {
			...process.env,
			ENSHIN_SFU_CONTROL_SECRET: secret,
			ENSHIN_SFU_PORT: '0',
			ENSHIN_SFU_WORKERS: '1',
			ENSHIN_SFU_LISTEN_IP: generators.address,
			MEDIASOUP_WORKER_BIN: workerBin,
		},
		stdio: ['ignore', 'pipe', 'inherit'],
	})
	const socket = new WebSocket(await urlOf(sfu), { headers: { authorization: `Bearer ${secret}` } })
	await once(socket, 'open')
	const caller = createCaller(sfuProtocol, { send: (text) => socket.send(text), timeoutMs: 15_000 })
	socket.on('message', (data) => caller.receive(data.toString()))
	const { load } = await caller.request('hello', {})
	const control: MediasoupControl = {
		openRoom: async (roomId) =>
			(await caller.request('room.open', { roomId })).routerRtpCapabilities as RtpCapabilities,
		openPeer: (roomId, peerId) => caller.request('peer.open', { roomId, peerId }),
		connect: async (roomId, peerId, direction, dtlsParameters) =>
			void (await caller.request('transport.connect', { roomId, peerId, direction, dtlsParameters })),
		produce: async (roomId, peerId, kind, rtpParameters) => {
			const source = kind === 'audio' ? 'microphone' : 'camera'
			const asked = { roomId, peerId, source, kind, rtpParameters, paused: false } as const
			return (await caller.request('producer.open', asked)).producerId
		},
		consume: async (roomId, peerId, producerIds, rtpCapabilities) =>
			(await caller.request('consumer.openMany', { roomId, peerId, producerIds, rtpCapabilities })).consumers,
		resume: async (roomId, peerId, consumerIds) =>
			void (await caller.request('consumer.resumeMany', { roomId, peerId, consumerIds })),
	}
	return {
		pids: { worker: load.workers[0]?.pid ?? 0, node: sfu.pid ?? 0 },
		openRoom: (room, size) => openMediasoupRoom(control, generators, room, size),
		async close() {
			socket.terminate()
			sfu.kill()
			await once(sfu, 'exit')
		},
	}
}

/** Its address, from the line in its log that says so. */
function urlOf(sfu: ChildProcess): Promise<string> {
	return new Promise((resolve, reject) => {
		let text = ''
		sfu.stdout?.on('data', (chunk) => {
			text += chunk
			const url = /"url":"(ws:[^"]+)"/.exec(text)?.[1]
			if (url) resolve(url)
		})
		sfu.once('exit', (code) => reject(new Error(`the sfu ended with ${code}`)))
	})
}
