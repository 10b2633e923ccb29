import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createResponder, type EventName, type EventOf, type Handlers, type Method } from '@enshin/contracts/channel.ts'
import { type SfuProtocol, sfuProtocol } from '@enshin/contracts/sfu.ts'
import { onTestFinished } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'

/**
 * The sfu's side of the contract, with events on demand. Scores come from RTP packets, which only a browser or a load
 * generator sends; and what the sfu does when a packet or an answer is late cannot be asked of a real one.
 */
export async function runScriptedSfu() {
	const asked: { method: Method<SfuProtocol>; data: unknown }[] = []
	const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
	const sockets = new Set<WebSocket>()
	const load = { rooms: 0, peers: 0, producers: 0, consumers: 0, workers: [] }
	const transport = () => ({ id: randomUUID(), iceParameters: {}, iceCandidates: [], dtlsParameters: {} })
	const none = () => ({})
	const handlers: Handlers<SfuProtocol, null> = {
		hello: () => ({ nodeId: 'scripted', roomIds: [], load }),
		'room.open': () => ({ routerRtpCapabilities: {}, created: true }),
		'room.close': none,
		'room.stats': () => ({ peers: [] }),
		'peer.open': () => ({ send: transport(), recv: transport() }),
		'peer.close': none,
		'transport.connect': none,
		'transport.restartIce': () => ({ iceParameters: {} }),
		'producer.open': () => ({ producerId: randomUUID() }),
		'producer.pause': none,
		'producer.resume': none,
		'producer.close': none,
		'consumer.openMany': (_, { producerIds }) => ({
			consumers: producerIds.map((producerId) => {
				return { id: randomUUID(), producerId, kind: 'video', rtpParameters: {}, type: 'simple', producerPaused: false }
			}),
		}),
		'consumer.resumeMany': none,
		'consumer.pauseMany': none,
		'consumer.setLayers': none,
		'consumer.requestKeyframe': none,
	}
	server.on('connection', (socket) => {
		sockets.add(socket)
		const responder = createResponder(sfuProtocol, {
			handlers,
			context: null,
			send: (text) => socket.send(text),
			locale: () => 'en',
		})
		socket.on('message', (data) => {
			const { method, data: input } = JSON.parse(String(data))
			asked.push({ method, data: input })
			void responder.receive(String(data))
		})
	})
	await once(server, 'listening')
	onTestFinished(() => {
		for (const socket of sockets) socket.terminate()
		server.close()
	})
	const tell = <E extends EventName<SfuProtocol>>(event: E, data: EventOf<SfuProtocol, E>) => {
		for (const socket of sockets) socket.send(JSON.stringify({ kind: 'event', event, data }))
	}
	return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, tell, handlers }
}
