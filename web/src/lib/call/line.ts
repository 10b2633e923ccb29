import { type Caller as CallerOf, createCaller, type Method } from '@enshin/contracts/channel.ts'
import { type SignalingProtocol, signalingProtocol } from '@enshin/contracts/signaling.ts'
import type { z } from 'zod'

/** A request with no answer for this long has failed. */
const requestTimeoutMs = 8_000
const openWithinMs = 8_000
const pingEveryMs = 5_000
/** Nothing heard for this long after a ping: the socket is half open, whatever the browser believes. */
const silenceMs = 4_000
/** The same when there is a reason to doubt: the network changed, the page woke, media stopped. */
const doubtMs = 1_500
/** RFC 6455's code for a socket that went without a closing frame. */
const abnormalClosure = 1006

export type Caller = CallerOf<SignalingProtocol>
type Requests = SignalingProtocol['requests']
/** Asks signaling over whatever line there is; rejects with a ProblemError, `unavailable` while there is none. */
export type Ask = <M extends Method<SignalingProtocol>>(
	method: M,
	data: z.input<Requests[M]['data']>,
) => Promise<z.output<Requests[M]['reply']>>

/**
 * One WebSocket to signaling, from opening to closing. It pings, and takes silence for an end. `onClosed` is called
 * once, unless the owner's `close()` came first.
 */
export class Line {
	readonly caller: Caller
	readonly opened: Promise<void>
	readonly url: string
	readonly #socket: WebSocket
	readonly #onClosed: (code: number) => void
	readonly #timers = new Set<ReturnType<typeof setTimeout>>()
	#heardAt = 0
	#closed = false

	constructor(url: string, onClosed: (code: number) => void) {
		this.url = url
		this.#onClosed = onClosed
		const socket = new WebSocket(url)
		this.#socket = socket
		this.caller = createCaller(signalingProtocol, { send: (text) => this.#send(text), timeoutMs: requestTimeoutMs })
		this.opened = new Promise((resolve) => {
			socket.addEventListener('open', () => resolve(), { once: true })
		})
		socket.addEventListener('message', ({ data }) => {
			this.#heardAt = performance.now()
			if (typeof data === 'string' && !this.#closed) this.caller.receive(data)
		})
		socket.addEventListener('close', ({ code }) => this.#end(code))
		this.#in(openWithinMs, () => socket.readyState === WebSocket.CONNECTING && this.#end(abnormalClosure))
		this.#in(pingEveryMs, () => this.#keepPinging())
	}

	/** Asks now whether the other end is still there, and gives it little time to answer. */
	check(): void {
		if (this.#socket.readyState === WebSocket.OPEN) this.#ping(doubtMs)
	}

	/** Closes without a word to the owner, who decided so. Idempotent. */
	close(): void {
		if (!this.#closed) this.#finish()
	}

	#send(text: string): void {
		if (this.#socket.readyState !== WebSocket.OPEN) throw new Error('the socket is not open')
		this.#socket.send(text)
	}

	#keepPinging(): void {
		if (this.#socket.readyState === WebSocket.OPEN) this.#ping(silenceMs)
		this.#in(pingEveryMs, () => this.#keepPinging())
	}

	#ping(withinMs: number): void {
		const askedAt = performance.now()
		this.caller.request('ping', {}).catch(() => {})
		this.#in(withinMs, () => this.#heardAt < askedAt && this.#end(abnormalClosure))
	}

	#in(ms: number, act: () => void): void {
		const timer = setTimeout(() => {
			this.#timers.delete(timer)
			act()
		}, ms)
		this.#timers.add(timer)
	}

	#end(code: number): void {
		if (this.#closed) return
		this.#finish()
		this.#onClosed(code)
	}

	#finish(): void {
		this.#closed = true
		for (const timer of this.#timers) clearTimeout(timer)
		this.caller.close()
		// A half-open socket answers no closing frame; nobody waits for one.
		this.#socket.close()
	}
}
