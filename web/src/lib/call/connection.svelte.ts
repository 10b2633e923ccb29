import type { JoinPermission } from '@enshin/contracts/api.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import { afterClose, afterRefusal, type NextStep, pauseBeforeMs, type StopReason } from '@enshin/contracts/reconnect.ts'
import type { Joined } from '@enshin/contracts/signaling.ts'
import { type Ask, type Caller, Line } from './line.ts'

export type ConnectionState = 'idle' | 'connecting' | 'open' | 'reconnecting' | 'stopped'
type Session = Joined['session'] & { url: string }

export type ConnectionOptions = {
	/** A fresh join token from our own web server; rejects with a ProblemError. */
	getPermission: () => Promise<JoinPermission>
	/** Which media epoch the browser still holds, 0 for none. */
	mediaEpoch: () => number
	/** Called for each new socket before anything is asked on it: the place to listen for events. */
	onLine: (caller: Caller) => void
	/** `resume` kept everything on the other side; after `join` whatever was held before is void. */
	onJoined: (joined: Joined, by: 'join' | 'resume') => void
}

/**
 * The conversation with signaling over as many sockets as it takes. It owns the line; whoever made it calls `stop()`.
 */
export class Connection {
	state = $state<ConnectionState>('idle')
	/** Why it stopped for good; null while it goes on. */
	stopped = $state.raw<StopReason | null>(null)
	readonly #options: ConnectionOptions
	#line: Line | null = null
	#session: Session | null = null
	#attempt = 0
	#timer: ReturnType<typeof setTimeout> | undefined
	/** What the server asked for before it closed. */
	#notBeforeMs = 0
	#generation = 0

	constructor(options: ConnectionOptions) {
		this.#options = options
	}

	start(): void {
		this.stopped = null
		this.#attempt = 0
		this.#session = null
		this.state = 'connecting'
		void this.#try()
	}

	/** Rejects with `unavailable` at once while there is no line. */
	readonly ask: Ask = async (method, data) => {
		if (this.state !== 'open' || !this.#line) throw new ProblemError('unavailable')
		return this.#line.caller.request(method, data)
	}

	/** Something gives reason to doubt the line, such as a changed network: find out now instead of at the next ping. */
	check(): void {
		if (this.state === 'open') this.#line?.check()
		else if (this.state === 'reconnecting' && this.#timer !== undefined) this.#tryNow()
	}

	/** Enters anew with everything fresh, when the old state cannot be trusted any more. */
	rejoin(): void {
		if (this.state !== 'open') return
		this.#session = null
		this.#lose({ step: 'retry', by: 'join' })
	}

	stop(because: StopReason = { kind: 'left' }): void {
		if (this.state === 'stopped') return
		this.#drop()
		this.stopped = because
		this.state = 'stopped'
	}

	async #try(): Promise<void> {
		const generation = this.#generation
		const outdated = () => generation !== this.#generation
		try {
			const session = this.#session
			// A session that does not answer may live where nobody listens any more: ask where the call is now.
			const permission = !session || this.#attempt >= 3 ? await this.#options.getPermission() : null
			if (outdated()) return
			const entry = session && (!permission || permission.signalingUrl === session.url) ? session : permission
			if (!entry) return
			const line = this.#open('sessionId' in entry ? entry.url : entry.signalingUrl)
			await line.opened
			const joined = await this.#enter(line.caller, entry)
			if (outdated()) return
			this.#session = { ...joined.session, url: line.url }
			this.#attempt = 0
			this.state = 'open'
			this.#options.onJoined(joined, 'sessionId' in entry ? 'resume' : 'join')
		} catch (error) {
			if (outdated()) return
			this.#lose(afterRefusal(error instanceof ProblemError ? error.code : 'unavailable', this.#session !== null))
		}
	}

	#open(url: string): Line {
		const line = new Line(url, (code) => this.#lose(afterClose(code, this.#session !== null)))
		line.caller.on('server.closing', ({ retryAfterMs }) => {
			this.#notBeforeMs = retryAfterMs
		})
		this.#options.onLine(line.caller)
		this.#line = line
		return line
	}

	#enter(caller: Caller, entry: Session | JoinPermission): Promise<Joined> {
		if (!('sessionId' in entry)) return caller.request('join', { token: entry.token })
		const { sessionId, secret } = entry
		return caller.request('resume', { sessionId, secret, mediaEpoch: this.#options.mediaEpoch() })
	}

	#lose(next: NextStep): void {
		this.#drop()
		if (next.step === 'stop') {
			this.stop(next.because)
			return
		}
		if (next.by === 'join') this.#session = null
		this.state = this.state === 'connecting' ? 'connecting' : 'reconnecting'
		const pauseMs = Math.max(pauseBeforeMs(this.#attempt++, Math.random), this.#notBeforeMs)
		this.#notBeforeMs = 0
		this.#timer = setTimeout(() => this.#tryNow(), pauseMs)
	}

	#tryNow(): void {
		clearTimeout(this.#timer)
		this.#timer = undefined
		void this.#try()
	}

	/** Lets go of the line; whatever was under way for it finds itself outdated. */
	#drop(): void {
		this.#generation++
		clearTimeout(this.#timer)
		this.#timer = undefined
		this.#line?.close()
		this.#line = null
	}
}
