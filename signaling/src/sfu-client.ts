import type { EventName, EventOf, Method } from '@enshin/contracts/channel.ts'
import { type Caller, createCaller } from '@enshin/contracts/channel.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import { maxControlFrameBytes, type NodeLoad, type SfuProtocol, sfuProtocol } from '@enshin/contracts/sfu.ts'
import { WebSocket } from 'ws'
import type { z } from 'zod'
import type { Log } from './log.ts'
import { Slots } from './slots.ts'

export type SfuMethod = Method<SfuProtocol>
export type SfuData<M extends SfuMethod> = z.input<SfuProtocol['requests'][M]['data']>
export type SfuReply<M extends SfuMethod> = z.output<SfuProtocol['requests'][M]['reply']>
export type SfuEvent = {
	[E in EventName<SfuProtocol>]: { readonly event: E; readonly data: EventOf<SfuProtocol, E> }
}[EventName<SfuProtocol>]

const eventNames = Object.keys(sfuProtocol.events) as EventName<SfuProtocol>[]
const pingEveryMs = 1_500
const silentAfterMs = 4_500
const retryMs = { first: 100, most: 2_000 }
/** Rooms and transports being opened at the same time: enough to keep the node busy, too few to run out of time there. */
const openingsAbreast = 32

/**
 * The control socket to one sfu node, for as long as this process lives: it connects again by itself, and says `hello`
 * each time, so that rooms that outlived the socket are found again. Nothing is queued while it is away: what is asked
 * then is refused with `unavailable`, and the rooms put themselves right after `onUp`.
 */
export class SfuNode {
	readonly url: string
	/** As the node calls itself; null before its first `hello`. */
	nodeId: string | null = null
	load: NodeLoad | null = null
	/** When the control socket was lost, or this process began; null while it is up. */
	downSinceMs: number | null = Date.now()
	/** Whoever opens a room or transports takes a place here: after a restart five hundred calls want them at once. */
	readonly openings = new Slots(openingsAbreast)
	onUp: () => void = () => {}
	onDown: () => void = () => {}
	onEvent: (event: SfuEvent) => void = () => {}
	readonly #options: { secret: string; timeoutMs: number; log: Log }
	#caller: Caller<SfuProtocol> | null = null
	#socket: WebSocket | null = null
	#retry: NodeJS.Timeout | undefined
	#delayMs = retryMs.first
	#closed = false

	constructor(url: string, options: { secret: string; timeoutMs: number; log: Log }) {
		this.url = url
		this.#options = options
	}

	get isUp(): boolean {
		return this.downSinceMs === null
	}

	/** Rejects with the sfu's own Problem, `timeout`, or `unavailable` while the node is away. */
	async request<M extends SfuMethod>(method: M, data: SfuData<M>): Promise<SfuReply<M>> {
		if (!this.#caller || !this.isUp) throw new ProblemError('unavailable')
		return await this.#caller.request(method, data)
	}

	connect(): void {
		const { secret, timeoutMs, log } = this.#options
		const socket = new WebSocket(this.url, {
			headers: { authorization: `Bearer ${secret}` },
			maxPayload: maxControlFrameBytes,
			perMessageDeflate: false,
			handshakeTimeout: 3_000,
		})
		const caller = createCaller(sfuProtocol, { send: (text) => socket.send(text), timeoutMs })
		for (const name of eventNames)
			caller.on(name, (data) => {
				if (name === 'node.load') this.load = data as NodeLoad
				// A reply and the event after it may arrive in one chunk: what awaits the reply must have run before the event,
				// or a score of a camera that is not in the books yet is lost, and mediasoup tells a score only once.
				setImmediate(() => this.onEvent({ event: name, data } as SfuEvent))
			})
		this.#socket = socket
		this.#caller = caller
		socket.on('message', (data, isBinary) => {
			if (isBinary || !caller.receive(String(data)))
				log.warn({ url: this.url }, 'a frame from the sfu was not understood')
		})
		socket.on('open', () => void this.#greet(caller, socket))
		socket.on('error', (error) => log.debug({ url: this.url, error: error.message }, 'sfu control socket'))
		socket.on('close', () => this.#lost(caller))
		keepAlive(socket)
	}

	async #greet(caller: Caller<SfuProtocol>, socket: WebSocket): Promise<void> {
		try {
			const { nodeId, load, roomIds } = await caller.request('hello', {})
			if (this.#closed || socket.readyState !== socket.OPEN) return
			Object.assign(this, { nodeId, load, downSinceMs: null })
			this.#delayMs = retryMs.first
			this.#options.log.info({ url: this.url, nodeId, rooms: roomIds.length }, 'sfu node is up')
			this.onUp()
		} catch (error) {
			this.#options.log.warn({ url: this.url, error: String(error) }, 'sfu node did not greet')
			socket.terminate()
		}
	}

	#lost(caller: Caller<SfuProtocol>): void {
		caller.close()
		if (this.#closed) return
		this.#retry = setTimeout(() => this.connect(), this.#delayMs * (0.75 + Math.random() / 2))
		this.#delayMs = Math.min(this.#delayMs * 2, retryMs.most)
		if (!this.isUp) return
		this.downSinceMs = Date.now()
		this.#options.log.warn({ url: this.url, nodeId: this.nodeId }, 'sfu node is away')
		this.onDown()
	}

	/** Ends the control socket; the rooms live on at the node for its own grace time. */
	close(): void {
		this.#closed = true
		clearTimeout(this.#retry)
		this.#socket?.close(1000)
		this.#caller?.close()
		const socket = this.#socket
		setTimeout(() => socket?.terminate(), 500).unref()
	}
}

/** Notices a frozen or unreachable node, whose socket would stay open for minutes. */
function keepAlive(socket: WebSocket): void {
	let seenAtMs = Date.now()
	const seen = () => {
		seenAtMs = Date.now()
	}
	const timer = setInterval(() => {
		if (Date.now() - seenAtMs > silentAfterMs) socket.terminate()
		else if (socket.readyState === socket.OPEN) socket.ping()
	}, pingEveryMs)
	socket.on('pong', seen).on('message', seen).on('open', seen)
	socket.on('close', () => clearInterval(timer))
}
