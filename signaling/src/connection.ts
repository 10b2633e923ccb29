import type { EventName } from '@enshin/contracts/channel.ts'
import type { SignalingProtocol } from '@enshin/contracts/signaling.ts'
import type { WebSocket } from 'ws'
import type { z } from 'zod'
import type { Link } from './link.ts'

/** More than this unsent means a client that does not read; it is cut, for its memory is ours. */
export const maxBufferedBytes = 1024 * 1024

/** Why this side cut a socket without a close frame, for the metrics. */
export type CutReason = 'silent' | 'unread' | 'buffered'

/**
 * One WebSocket and its manners: order between replies and events, what may be buffered, signs of life. It owns the
 * socket and knows nothing of calls.
 */
export class Connection implements Link {
	readonly #socket: WebSocket
	readonly #onCut: (reason: CutReason) => void
	/** Events told while a join or resume is being answered: they go out after the reply. */
	#held: string[] | null = null
	#seenAtMs = Date.now()
	#unreadSinceMs: number | null = null

	constructor(socket: WebSocket, onCut: (reason: CutReason) => void) {
		this.#socket = socket
		this.#onCut = onCut
	}

	get isOpen(): boolean {
		return this.#socket.readyState === this.#socket.OPEN
	}

	/** Sends one text frame; silently nothing when the socket is not open any more. */
	send(text: string): void {
		if (!this.isOpen) return
		if (this.#socket.bufferedAmount > maxBufferedBytes) this.#cut('buffered')
		else this.#socket.send(text)
	}

	emit<E extends EventName<SignalingProtocol>>(event: E, data: z.input<SignalingProtocol['events'][E]>): void {
		const text = JSON.stringify({ kind: 'event', event, data })
		if (this.#held) this.#held.push(text)
		else this.send(text)
	}

	hold(): void {
		this.#held ??= []
	}

	release(): void {
		const held = this.#held ?? []
		this.#held = null
		for (const text of held) this.send(text)
	}

	/** Runs when the reply of the handler that calls this has been sent: that happens in the microtasks before. */
	afterReply(work: () => void): void {
		setImmediate(work)
	}

	close(code: number, reason: string): void {
		this.release()
		if (this.isOpen) this.#socket.close(code, reason)
	}

	/** Any frame or pong counts. */
	seen(): void {
		this.#seenAtMs = Date.now()
	}

	/** Called every few seconds: pings, and cuts a half-open socket or one whose far side takes nothing. */
	checkLiveness(nowMs: number, limits: { silentAfterMs: number; unreadAfterMs: number }): void {
		if (this.#socket.bufferedAmount === 0) this.#unreadSinceMs = null
		else this.#unreadSinceMs ??= nowMs
		const unreadMs = this.#unreadSinceMs === null ? 0 : nowMs - this.#unreadSinceMs
		if (nowMs - this.#seenAtMs > limits.silentAfterMs) this.#cut('silent')
		else if (unreadMs >= limits.unreadAfterMs) this.#cut('unread')
		else if (this.isOpen) this.#socket.ping()
	}

	terminate(): void {
		this.#socket.terminate()
	}

	/** Without a close frame: nobody would read it. */
	#cut(reason: CutReason): void {
		this.#onCut(reason)
		this.#socket.terminate()
	}
}
