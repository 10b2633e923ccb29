import { type Caller, createCaller } from '@enshin/contracts/channel.ts'
import { type SignalingProtocol, signalingProtocol } from '@enshin/contracts/signaling.ts'
import { WebSocket } from 'ws'

/** As the web's own line (web/src/lib/call/line.ts) has them. */
const requestTimeoutMs = 8_000
const pingEveryMs = 5_000
const silenceMs = 4_000
/** RFC 6455's code for a socket that went without a closing frame. */
const abnormalClosure = 1006

/**
 * One WebSocket to signaling, from opening to closing. It pings as a page does, and takes silence for an end. `onClosed`
 * is called once, unless the owner ended it first.
 */
export class Line {
	readonly caller: Caller<SignalingProtocol>
	readonly url: string
	readonly #socket: WebSocket
	readonly #onClosed: (code: number) => void
	readonly #timer: ReturnType<typeof setInterval>
	#heardAtMs = performance.now()
	#closed = false

	constructor(url: string, origin: string, onClosed: (code: number) => void) {
		this.url = url
		this.#onClosed = onClosed
		const socket = new WebSocket(url, {
			origin,
			perMessageDeflate: false,
			handshakeTimeout: requestTimeoutMs,
			// As in a browser each message is a task of its own: what waited for a reply runs before the next event is heard,
			// and does not put an older state over a newer one.
			allowSynchronousEvents: false,
		})
		this.#socket = socket
		this.caller = createCaller(signalingProtocol, {
			send: (text) => this.#send(text),
			timeoutMs: requestTimeoutMs,
		})
		socket.on('message', (data, isBinary) => {
			this.#heardAtMs = performance.now()
			if (!isBinary && !this.#closed) this.caller.receive(String(data))
		})
		socket.on('close', (code) => this.#end(code))
		// A refused or broken socket closes, too: that says it all.
		socket.on('error', () => {})
		this.#timer = setInterval(() => this.#ping(), pingEveryMs)
	}

	/** Rejects when it closes before. */
	async opened(): Promise<void> {
		if (this.#socket.readyState === WebSocket.OPEN) return
		await new Promise<void>((resolve, reject) => {
			this.#socket.once('open', () => resolve())
			this.#socket.once('close', () => reject(new Error('the socket did not open')))
		})
	}

	/** Closes with a closing frame, and without a word to the owner, who decided so. Idempotent. */
	close(): void {
		if (this.#closed) return
		this.#finish()
		this.#socket.close()
	}

	/** Gone at once, as when a machine dies. */
	abandon(): void {
		this.#finish()
		this.#socket.terminate()
	}

	#send(text: string): void {
		if (this.#socket.readyState !== WebSocket.OPEN) throw new Error('the socket is not open')
		this.#socket.send(text)
	}

	#ping(): void {
		if (this.#socket.readyState !== WebSocket.OPEN) return
		// The answer to the last one, five seconds ago, was due.
		if (performance.now() - this.#heardAtMs > pingEveryMs + silenceMs) {
			this.#end(abnormalClosure)
			this.#socket.terminate()
			return
		}
		this.caller.request('ping', {}).catch(() => {})
	}

	#end(code: number): void {
		if (this.#closed) return
		this.#finish()
		this.#onClosed(code)
	}

	#finish(): void {
		this.#closed = true
		clearInterval(this.#timer)
		this.caller.close()
	}
}
