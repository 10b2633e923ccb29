import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { createResponder, type Handlers } from '@enshin/contracts/channel.ts'
import { maxControlFrameBytes, type SfuProtocol, sfuProtocol } from '@enshin/contracts/sfu.ts'
import { maxFragments } from '@enshin/contracts/wire.ts'
import { type WebSocket, WebSocketServer } from 'ws'
import { carriesSecret } from './authorize.ts'
import type { Log } from './log.ts'
import type { Controller } from './room.ts'
import type { Tell } from './tell.ts'

/** What may wait for a client that does not read, in bytes, before it is cut off. */
const maxBufferedBytes = 8 * 1024 * 1024
const closingPatienceMs = 500

type Options<Context> = {
	secret: string
	heartbeatMs: number
	handlers: Handlers<SfuProtocol, Context>
	contextOf: (connection: Controller) => Context
	log: Log
}

type Responder = { receive(text: string): Promise<void>; emit: Tell }

/** The control WebSocket's server. Several signaling processes may be connected at once; each is told everything. */
export class ControlServer<Context> {
	readonly #connections = new Set<Responder>()
	readonly #sockets = new WebSocketServer({
		noServer: true,
		maxPayload: maxControlFrameBytes,
		maxFragments,
		perMessageDeflate: false,
	})
	readonly #options: Options<Context>

	constructor(server: Server, options: Options<Context>) {
		this.#options = options
		server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
	}

	get connections(): number {
		return this.#connections.size
	}

	tell: Tell = (event, data) => {
		for (const connection of this.#connections) connection.emit(event, data)
	}

	/** Tells every client that this node restarts (1012), and waits a moment for each to answer. */
	async close(): Promise<void> {
		const closed = [...this.#sockets.clients].map((socket) => {
			const gone = new Promise((resolve) => socket.once('close', resolve))
			socket.close(1012)
			const patience = setTimeout(() => socket.terminate(), closingPatienceMs)
			return gone.finally(() => clearTimeout(patience))
		})
		await Promise.all(closed)
	}

	#upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
		if (!carriesSecret(request.headers.authorization, this.#options.secret)) {
			this.#options.log.warn({ from: request.socket.remoteAddress }, 'control connection refused: wrong secret')
			socket.on('error', () => undefined)
			socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
			return
		}
		this.#sockets.handleUpgrade(request, socket, head, (accepted) => this.#connect(accepted))
	}

	#connect(socket: WebSocket): void {
		const { handlers, contextOf, log } = this.#options
		const responder: Responder = createResponder(sfuProtocol, {
			handlers,
			context: contextOf({
				get isAlive() {
					return socket.readyState === socket.OPEN
				},
			}),
			send: (text) => send(socket, text),
			// Programs read codes; the sentences are for whoever reads their logs.
			locale: () => 'en',
			onError: (err, method) => log.error({ err, method }, 'control request failed'),
		})
		this.#connections.add(responder)
		log.info({ connections: this.connections }, 'control connection opened')
		keepAlive(socket, this.#options.heartbeatMs)
		socket.on('message', (data, isBinary) => {
			if (isBinary) socket.close(1003)
			else void responder.receive(data.toString())
		})
		// ws closes the socket itself after an error (1009 for a frame too large); this is where that is heard of.
		socket.on('error', (err) => log.warn({ err }, 'control connection failed'))
		socket.on('close', (code) => {
			this.#connections.delete(responder)
			log.info({ code, connections: this.connections }, 'control connection closed')
		})
	}
}

function send(socket: WebSocket, text: string): void {
	if (socket.readyState !== socket.OPEN) return
	if (socket.bufferedAmount > maxBufferedBytes) socket.terminate()
	else socket.send(text)
}

/** Cuts off a client that has not answered one ping by the time the next is due. */
function keepAlive(socket: WebSocket, heartbeatMs: number): void {
	let answered = true
	const heartbeat = setInterval(() => {
		if (!answered) return socket.terminate()
		answered = false
		socket.ping()
	}, heartbeatMs)
	socket.on('pong', () => {
		answered = true
	})
	socket.on('close', () => clearInterval(heartbeat))
}
