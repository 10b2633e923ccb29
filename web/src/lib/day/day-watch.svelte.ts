import { joinPermission } from '@enshin/contracts/api.ts'
import type { Presence } from '@enshin/contracts/call.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import { afterClose, afterRefusal, type NextStep, pauseBeforeMs, type StopReason } from '@enshin/contracts/reconnect.ts'
import { SvelteMap } from 'svelte/reactivity'
import { Line } from '#lib/call/line.ts'
import { askWeb } from '#lib/desk/ask-web.ts'

/** Each time a word about a call comes in; `before` is what was known of it. Not for what stood at the first look. */
type OnChange = (after: Presence, before: Presence | undefined) => void

/**
 * Watches who comes and goes at the own facility, over as many sockets as it takes. It owns its line; whoever made it
 * calls `stop()`. What was known stays known while the line is away: an old word, said to be old, beats none.
 */
export class DayWatch {
	state = $state<'connecting' | 'live' | 'away'>('connecting')
	/** Why it stopped for good; null while it goes on. */
	stopped = $state.raw<StopReason | null>(null)
	readonly calls = new SvelteMap<string, Presence>()
	readonly #onChange: OnChange
	#line: Line | null = null
	#attempt = 0
	#timer: ReturnType<typeof setTimeout> | undefined
	/** What the server asked for before it closed. */
	#notBeforeMs = 0
	#generation = 0
	#hasLooked = false

	constructor(onChange: OnChange) {
		this.#onChange = onChange
	}

	start(): void {
		this.#drop()
		this.stopped = null
		this.#attempt = 0
		void this.#try()
	}

	/** Something gives reason to doubt the line, such as a changed network or a computer that woke up. */
	check(): void {
		if (this.state === 'live') this.#line?.check()
		else if (this.#timer !== undefined) {
			this.#drop()
			void this.#try()
		}
	}

	stop(because: StopReason = { kind: 'left' }): void {
		this.#drop()
		this.stopped = because
		this.state = 'away'
	}

	async #try(): Promise<void> {
		const generation = this.#generation
		try {
			const permission = await askWeb('/day/watch-token', joinPermission, 'POST')
			if (generation !== this.#generation) return
			const line = this.#open(permission.signalingUrl)
			await line.opened
			const { calls } = await line.caller.request('watch', { token: permission.token })
			if (generation !== this.#generation) return
			this.#takeAll(calls)
			this.#attempt = 0
			this.state = 'live'
		} catch (error) {
			if (generation !== this.#generation) return
			this.#lose(afterRefusal(error instanceof ProblemError ? error.code : 'unavailable', false))
		}
	}

	#open(url: string): Line {
		const line = new Line(url, (code) => this.#lose(afterClose(code, false)))
		line.caller.on('presence.changed', (presence) => this.#take(presence))
		line.caller.on('server.closing', ({ retryAfterMs }) => {
			this.#notBeforeMs = retryAfterMs
		})
		this.#line = line
		return line
	}

	/** A first look, or one after an outage: a call that signaling no longer knows has nobody in it. */
	#takeAll(calls: Presence[]): void {
		const known = new Set(calls.map(({ callId }) => callId))
		for (const callId of [...this.calls.keys()]) if (!known.has(callId)) this.calls.delete(callId)
		for (const presence of calls) this.#take(presence)
		this.#hasLooked = true
	}

	#take(presence: Presence): void {
		const before = this.calls.get(presence.callId)
		this.calls.set(presence.callId, presence)
		if (this.#hasLooked) this.#onChange(presence, before)
	}

	#lose(next: NextStep): void {
		this.#drop()
		if (next.step === 'stop') {
			this.stop(next.because)
			return
		}
		this.state = this.state === 'connecting' && this.#attempt === 0 ? 'connecting' : 'away'
		const pauseMs = Math.max(pauseBeforeMs(this.#attempt++, Math.random), this.#notBeforeMs)
		this.#notBeforeMs = 0
		this.#timer = setTimeout(() => {
			this.#timer = undefined
			void this.#try()
		}, pauseMs)
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
