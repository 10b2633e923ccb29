import { type JoinPermission, joinPermission } from '@enshin/contracts/api.ts'
import type { Caller, Method } from '@enshin/contracts/channel.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import { afterClose, afterRefusal, type NextStep, pauseBeforeMs, type StopReason } from '@enshin/contracts/reconnect.ts'
import type { Joined, SignalingProtocol } from '@enshin/contracts/signaling.ts'
import type { z } from 'zod'
import { assertAllowedUrl, type Guard } from '../guard.ts'
import { ask, Refused } from '../target/ask.ts'
import type { Seat } from '../target/types.ts'
import { Line } from './line.ts'
import { StepError } from './step.ts'

type Requests = SignalingProtocol['requests']
export type Ask = <M extends Method<SignalingProtocol>>(
	method: M,
	data: z.input<Requests[M]['data']>,
) => Promise<z.output<Requests[M]['reply']>>

type Session = Joined['session'] & { url: string }

export interface ConnectionOptions {
	seat: Seat
	origin: string
	/** Asked before anything is sent to a host; null allows all. */
	guard: Guard | null
	/** What it still holds, 0 for none. */
	mediaEpoch: () => number
	/** Called for each new socket before anything is asked on it. */
	onLine: (caller: Caller<SignalingProtocol>) => void
	onJoined: (joined: Joined, by: 'join' | 'resume') => void
	onStopped: (because: StopReason) => void
}

/** The conversation with signaling over as many sockets as it takes, as a page has it (web's connection.svelte.ts). */
export class Connection {
	readonly #options: ConnectionOptions
	#line: Line | null = null
	#session: Session | null = null
	#attempt = 0
	#notBeforeMs = 0
	#timer: ReturnType<typeof setTimeout> | undefined
	#stopped = false

	constructor(options: ConnectionOptions) {
		this.#options = options
	}

	get isOpen(): boolean {
		return this.#line !== null && this.#session !== null
	}

	readonly ask: Ask = async (method, data) => {
		if (!this.#line) throw new ProblemError('unavailable')
		return this.#line.caller.request(method, data)
	}

	/** The first way in; unlike the later ones it is tried once. Rejects with a StepError. */
	async enter(): Promise<void> {
		const permission = await StepError.guard('permission', this.#permission())
		await StepError.guard('join', this.#join(permission))
	}

	close(): void {
		this.#drop((line) => line.close())
	}

	/** Without a goodbye. */
	abandon(): void {
		this.#drop((line) => line.abandon())
	}

	/** Enters anew with everything fresh, when the old state cannot be trusted any more. */
	rejoin(): void {
		if (this.#stopped) return
		this.#line?.close()
		this.#line = null
		this.#lose({ step: 'retry', by: 'join' })
	}

	async #permission(): Promise<JoinPermission> {
		const { permissionUrl, bearer } = this.#options.seat
		await this.#demandAllowed(permissionUrl)
		return ask(permissionUrl, joinPermission, { bearer, method: 'POST' })
	}

	async #join({ signalingUrl, token }: JoinPermission): Promise<void> {
		const line = await this.#open(signalingUrl)
		this.#take(await line.caller.request('join', { token }), line, 'join')
	}

	async #resume({ sessionId, secret, url }: Session): Promise<void> {
		const line = await this.#open(url)
		const mediaEpoch = this.#options.mediaEpoch()
		this.#take(await line.caller.request('resume', { sessionId, secret, mediaEpoch }), line, 'resume')
	}

	async #demandAllowed(url: string): Promise<void> {
		if (this.#options.guard) await assertAllowedUrl(this.#options.guard, url)
	}

	async #open(url: string): Promise<Line> {
		await this.#demandAllowed(url)
		const line = new Line(url, this.#options.origin, (code) => {
			// While entering, the request that failed with it tells more.
			if (this.#line === line && this.#session) this.#lose(afterClose(code, true))
		})
		this.#line = line
		line.caller.on('server.closing', ({ retryAfterMs }) => {
			this.#notBeforeMs = retryAfterMs
		})
		this.#options.onLine(line.caller)
		await line.opened()
		return line
	}

	#take(joined: Joined, line: Line, by: 'join' | 'resume'): void {
		if (this.#line !== line) throw new ProblemError('unavailable')
		this.#session = { ...joined.session, url: line.url }
		this.#attempt = 0
		this.#options.onJoined(joined, by)
	}

	#lose(next: NextStep): void {
		this.#line?.close()
		this.#line = null
		if (this.#stopped) return
		if (next.step === 'stop') {
			this.close()
			this.#options.onStopped(next.because)
			return
		}
		const session = next.by === 'resume' && this.#attempt < 3 ? this.#session : null
		this.#session = null
		const pauseMs = Math.max(pauseBeforeMs(this.#attempt++, Math.random), this.#notBeforeMs)
		this.#notBeforeMs = 0
		this.#timer = setTimeout(() => this.#again(session), pauseMs)
	}

	async #again(session: Session | null): Promise<void> {
		try {
			if (session) await this.#resume(session)
			else await this.#join(await this.#permission())
		} catch (error) {
			if (this.#stopped) return
			// A session that was not answered is still good; `#lose` forgets it where the answer says so.
			this.#session = session
			const code = error instanceof ProblemError || error instanceof Refused ? error.code : null
			this.#lose(afterRefusal(code ?? 'unavailable', session !== null))
		}
	}

	#drop(end: (line: Line) => void): void {
		this.#stopped = true
		clearTimeout(this.#timer)
		if (this.#line) end(this.#line)
		this.#line = null
		this.#session = null
	}
}
