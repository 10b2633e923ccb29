import { type JoinPermission, joinPermission } from '@enshin/contracts/api.ts'
import { type Caller, createCaller } from '@enshin/contracts/channel.ts'
import { ProblemError, problem } from '@enshin/contracts/errors.ts'
import { afterClose, afterRefusal, type NextStep, pauseBeforeMs } from '@enshin/contracts/reconnect.ts'
import {
	type ChatMessage,
	type Joined,
	type SignalingProtocol,
	signalingProtocol,
} from '@enshin/contracts/signaling.ts'
import { WebSocket } from 'ws'
import type { Seat } from '../target/types.ts'

/** As the page's own line: web/src/lib/call/line.ts. */
const timing = { requestMs: 8_000, openMs: 8_000, pingEveryMs: 5_000, silenceMs: 4_000 }

export interface ClientHooks {
	/** It is in the call; `ms` from the handshake's first byte, `lostMs` since the socket before was lost, if there was one. */
	onOpen: (by: 'join' | 'resume', ms: number, lostMs: number | null) => void
	onLost: () => void
	/** An attempt failed, with a Problem's code or a close code; another follows unless `final`. */
	onFailed: (code: string, final: boolean) => void
	onChat: (message: ChatMessage) => void
}

/**
 * One participant without media. It enters, keeps its line alive, and comes back by itself as the web's page does
 * (web/src/lib/call/connection.svelte.ts): resume first, with growing pauses, half of them chance.
 */
export class SignalingClient {
	/** When media was last offered, in Unix ms; 0 before. */
	offeredAtMs = 0
	state: 'away' | 'open' | 'stopped' = 'away'
	readonly #seat: Seat
	readonly #origin: string
	readonly #hooks: ClientHooks
	#permission: JoinPermission | null = null
	#session: (Joined['session'] & { url: string }) | null = null
	#mediaEpoch = 0
	#attempt = 0
	#notBeforeMs = 0
	#lostAtMs: number | null = null
	#socket: WebSocket | null = null
	#caller: Caller<SignalingProtocol> | null = null
	#timer: NodeJS.Timeout | undefined

	constructor(seat: Seat, origin: string, hooks: ClientHooks) {
		this.#seat = seat
		this.#origin = origin
		this.#hooks = hooks
	}

	/** Fetches a permission for the entry that follows soon. */
	async prepare(): Promise<void> {
		this.#permission = await this.#ask()
	}

	/** The first entry. Resolves in the call, or rejects with the Problem and is stopped. */
	async enter(): Promise<void> {
		try {
			await this.#tryOnce()
		} catch (error) {
			this.#drop()
			this.state = 'stopped'
			this.#hooks.onFailed(codeOf(error), true)
		}
	}

	request: Caller<SignalingProtocol>['request'] = (method, data) => {
		if (!this.#caller || this.state !== 'open') return Promise.reject(new ProblemError('unavailable'))
		return this.#caller.request(method, data)
	}

	/** The socket is gone without a closing frame. */
	sever(): void {
		this.#socket?.terminate()
	}

	stop(): void {
		this.state = 'stopped'
		this.#drop()
	}

	async #tryOnce(): Promise<void> {
		const begunMs = performance.now()
		const session = this.#session
		const permission = !session || this.#attempt >= 3 ? (this.#permission ?? (await this.#ask())) : null
		this.#permission = null
		const resumes = session !== null && (!permission || permission.signalingUrl === session.url)
		const url = resumes ? session.url : permission?.signalingUrl
		if (!url) throw new ProblemError('unavailable')
		const dialledMs = permission ? performance.now() : begunMs
		const caller = await this.#dial(url)
		const joined = resumes
			? await caller.request('resume', { ...pick(session), mediaEpoch: this.#mediaEpoch })
			: await caller.request('join', { token: permission?.token ?? '' })
		if (this.#caller !== caller) throw new ProblemError('unavailable')
		const nowMs = performance.now()
		this.#session = { ...joined.session, url }
		if (joined.media) this.#mediaEpoch = joined.media.epoch
		this.#attempt = 0
		this.state = 'open'
		this.#hooks.onOpen(resumes ? 'resume' : 'join', nowMs - dialledMs, this.#lostAtMs && nowMs - this.#lostAtMs)
		this.#lostAtMs = null
	}

	/** Resolves once the socket is open; rejects when it does not open. */
	#dial(url: string): Promise<Caller<SignalingProtocol>> {
		const socket = new WebSocket(url, {
			origin: this.#origin,
			perMessageDeflate: false,
			handshakeTimeout: timing.openMs,
		})
		const caller = createCaller(signalingProtocol, { send: (text) => socket.send(text), timeoutMs: timing.requestMs })
		caller.on('server.closing', ({ retryAfterMs }) => {
			this.#notBeforeMs = retryAfterMs
		})
		caller.on('media.offered', ({ epoch }) => {
			this.#mediaEpoch = epoch
			this.offeredAtMs = Date.now()
		})
		caller.on('chat.message', (message) => this.#hooks.onChat(message))
		this.#socket = socket
		this.#caller = caller
		let heardAtMs = performance.now()
		const ping = setInterval(() => {
			if (performance.now() - heardAtMs > timing.pingEveryMs + timing.silenceMs) return socket.terminate()
			if (this.state === 'open') caller.request('ping', {}).catch(() => {})
		}, timing.pingEveryMs)
		socket.on('message', (data) => {
			heardAtMs = performance.now()
			caller.receive(String(data))
		})
		return new Promise((resolve, reject) => {
			socket.once('open', () => resolve(caller))
			// What goes wrong closes the socket, too.
			socket.on('error', () => {})
			socket.once('close', (code) => {
				clearInterval(ping)
				reject(new ProblemError('unavailable'))
				if (this.#socket === socket && this.state === 'open') this.#lose(code)
				else caller.close()
			})
		})
	}

	#lose(code: number): void {
		this.#lostAtMs = performance.now()
		this.state = 'away'
		this.#hooks.onLost()
		this.#again(afterClose(code, this.#session !== null), `close ${code}`)
	}

	#again(next: NextStep, why: string): void {
		this.#drop()
		const isFinal = next.step === 'stop'
		if (isFinal) this.state = 'stopped'
		// A loss is no failed attempt.
		if (isFinal || !why.startsWith('close')) this.#hooks.onFailed(why, isFinal)
		if (isFinal) return
		if (next.by === 'join') this.#session = null
		const pauseMs = Math.max(pauseBeforeMs(this.#attempt++, Math.random), this.#notBeforeMs)
		this.#notBeforeMs = 0
		this.#timer = setTimeout(() => {
			this.#tryOnce().catch((error: unknown) => {
				if (this.state !== 'away') return
				const code = codeOf(error)
				this.#again(afterRefusal(code, this.#session !== null), code)
			})
		}, pauseMs)
	}

	#drop(): void {
		clearTimeout(this.#timer)
		const socket = this.#socket
		this.#caller?.close()
		this.#socket = null
		this.#caller = null
		socket?.terminate()
	}

	async #ask(): Promise<JoinPermission> {
		const { permissionUrl, bearer } = this.#seat
		const headers = { authorization: `Bearer ${bearer}`, accept: 'application/json' }
		const response = await fetch(permissionUrl, { method: 'POST', headers, signal: AbortSignal.timeout(8_000) })
		const body: unknown = await response.json().catch(() => null)
		const permission = joinPermission.safeParse(body)
		if (response.ok && permission.success) return permission.data
		throw new ProblemError(problem.safeParse(body).data?.code ?? 'unavailable')
	}
}

const pick = ({ sessionId, secret }: Joined['session']) => ({ sessionId, secret })

const codeOf = (error: unknown) => (error instanceof ProblemError ? error.code : 'unavailable')
