import { setTimeout as pause } from 'node:timers/promises'
import type { Entry, OpenRoom, RoomOutcome } from '../generator/types.ts'
import { type Ground, Participant } from './participant.ts'
import { type Step, StepError } from './step.ts'

/** One consultation with everybody in it, played by this process. Owns its participants. */
export class Room {
	readonly callId: string
	participants: Participant[] = []
	readonly #plan: OpenRoom
	readonly #ground: Ground
	readonly #watchers = new Set<() => void>()

	constructor(plan: OpenRoom, ground: Ground) {
		this.callId = plan.plan.callId
		this.#plan = plan
		this.#ground = ground
	}

	get isUp(): boolean {
		return this.participants.length > 0 && this.participants.every(({ isUp }) => isUp)
	}

	/** All enter, the host calls, the guests come in, and everybody is heard by everybody. */
	open(): Promise<RoomOutcome> {
		return this.#attempt(this.#plan.withinMs, async () => {
			await this.#enter(0)
			return this.#meet()
		})
	}

	/** Everybody comes back after a pause of up to `overMs`, with fresh permission and nothing of before. */
	rejoin(overMs: number): Promise<RoomOutcome> {
		return this.#attempt(this.#plan.withinMs + overMs, async () => {
			await this.#enter(overMs)
			await this.#meet()
			return null
		})
	}

	/** The host ends it for all. */
	async end(): Promise<void> {
		const host = this.participants.find(({ role }) => role === 'host')
		await host?.end('completed').catch(() => {})
		this.close()
	}

	close(): void {
		for (const participant of this.participants) participant.close()
	}

	/** Without a goodbye. */
	abandon(): void {
		for (const participant of this.participants) participant.abandon()
	}

	/** `play` resolves with the moment from which first packets count; null counts from each one's own first byte. */
	async #attempt(withinMs: number, play: () => Promise<number | null>): Promise<RoomOutcome> {
		this.abandon()
		const { seats } = this.#plan.plan
		const onChange = () => {
			for (const look of this.#watchers) look()
		}
		this.participants = seats.map((seat) => new Participant({ ...this.#plan, seat, ground: this.#ground, onChange }))
		const deadline = setTimeout(() => this.#tooLate(withinMs), withinMs)
		try {
			const sinceMs = await play()
			return { ok: true, callId: this.callId, entries: this.participants.map((one) => entryOf(one, sinceMs)) }
		} catch (error) {
			this.close()
			const { step, reason } = StepError.of('live', error)
			return { ok: false, callId: this.callId, step, reason }
		} finally {
			clearTimeout(deadline)
			this.#watchers.clear()
		}
	}

	async #enter(overMs: number): Promise<void> {
		const entering = this.participants.map(async (participant) => {
			if (overMs > 0) await pause(Math.random() * overMs)
			await participant.enter()
		})
		await Promise.all([...entering, this.#until((one) => one.isUp)])
	}

	/** Resolves when all hear all, with the moment the first guest came in. */
	async #meet(): Promise<number> {
		const host = this.participants.find(({ role }) => role === 'host')
		const guests = this.participants.filter(({ role }) => role === 'guest')
		if (host?.snapshot?.state === 'waiting') {
			await this.#until((one) => one !== host || this.#isSeenByAll(host))
			await StepError.guard('live', host.ring())
		}
		await this.#until((one) => this.#isReady(one))
		const enteredAtMs = performance.now()
		await StepError.guard('live', Promise.all(guests.map((guest) => guest.enterCall())))
		await this.#until((one) => one.snapshot?.state === 'live')
		await this.#until((one) => one.allHeardAtMs !== null)
		return enteredAtMs
	}

	#isSeenByAll(host: Participant): boolean {
		return [...host.peers.values()].filter(({ connected }) => connected).length >= this.participants.length - 1
	}

	/** It sends, and waits for every stream of the others. */
	#isReady(one: Participant): boolean {
		if (one.streamsEach === 0) return true
		return one.isProducing && one.consuming >= (this.participants.length - 1) * one.streamsEach
	}

	/** Resolves when it holds for everybody; rejects with the first failure. */
	#until(holds: (participant: Participant) => boolean): Promise<void> {
		return new Promise((resolve, reject) => {
			const look = () => {
				const failed = this.participants.find(({ failure }) => failure !== null)
				if (!failed && !this.participants.every(holds)) return
				this.#watchers.delete(look)
				if (failed) reject(failed.failure)
				else resolve()
			}
			this.#watchers.add(look)
			look()
		})
	}

	#tooLate(withinMs: number): void {
		const order: Step[] = ['join', 'connect', 'produce', 'live', 'media']
		const reached = this.participants.map((one) => this.#stepOf(one))
		const step = order.find((one) => reached.includes(one)) ?? 'media'
		const late = this.participants[reached.indexOf(step)]
		if (!late) return
		const { state, interruption } = late.snapshot ?? { state: 'not entered', interruption: null }
		const why = interruption ? `${state}: ${interruption.reason} by the ${interruption.by}` : state
		late.fail(new StepError(step, `the ${late.role} was not through within ${withinMs} ms (${why})`))
	}

	#stepOf(one: Participant): Step {
		if (one.joinedAtMs === null) return 'join'
		if (!one.isUp) return 'connect'
		if (one.snapshot?.state === 'waiting') return 'live'
		if (!this.#isReady(one)) return 'produce'
		return one.snapshot?.state === 'live' ? 'media' : 'live'
	}
}

function entryOf(one: Participant, sinceMs: number | null): Entry {
	const joinedAtMs = one.joinedAtMs ?? one.startedAtMs
	const heardAtMs = one.streamsEach === 0 ? null : one.allHeardAtMs
	return {
		role: one.role,
		joinedMs: joinedAtMs - one.startedAtMs,
		connectedMs: (one.connectedAtMs ?? joinedAtMs) - one.startedAtMs,
		firstMediaMs: heardAtMs === null ? null : heardAtMs - (sinceMs ?? one.startedAtMs),
	}
}
