import type { Presence } from '@enshin/contracts/call.ts'
import { SvelteSet } from 'svelte/reactivity'
import { arrange, type Row } from './arrange.ts'
import type { Viewer } from './can-host.ts'
import { Clock } from './clock.svelte.ts'
import { type DayData, DayList } from './day-list.svelte.ts'
import { DayWatch } from './day-watch.svelte.ts'
import { Hold } from './hold.svelte.ts'

/** A record that follows a call's change within this is in one refresh; the api hears of it a moment after us. */
const settleMs = 1_000
/** Bookings, moves and cancellations are told by nobody: this is how old they may be. */
const refreshEveryMs = 30_000
/** As long as the row's colour takes to fade. */
const freshMs = 6_000

/** What the page was loaded with: a day, and whose appointments of it are shown (null for everybody's). */
type PageData = DayData & { who: string | null }

/**
 * One day as it lives: the list, who is there, the time. Whoever made it calls `start()`, and what that returns to end it.
 */
export class DayBoard {
	readonly clock: Clock
	readonly watch = new DayWatch((after, before) => this.#changed(after, before))
	readonly list: DayList
	readonly hold = new Hold()
	/** Calls whose patient came just now. */
	readonly fresh = new SvelteSet<string>()
	/** The name of who came last, to be read out. */
	arrived = $state.raw<string | null>(null)

	readonly #page: () => PageData
	readonly #viewer: () => Viewer
	readonly #latest = $derived.by(() => {
		const { date, appointments } = this.list.current
		return { date, rows: arrange(appointments, this.presenceOf, this.#viewer(), this.clock.now) }
	})
	/** Stands still while somebody is about to press something; another day is what they pressed. */
	readonly #shown = $derived.by(() => {
		if (!this.hold.held || this.#kept?.date !== this.#page().date) this.#kept = this.#latest
		return this.#kept
	})
	#kept: { date: string; rows: Row[] } | null = null
	#timers = new Set<ReturnType<typeof setTimeout>>()
	#settling: ReturnType<typeof setTimeout> | undefined

	constructor(page: () => PageData, viewer: () => Viewer) {
		this.#page = page
		this.#viewer = viewer
		this.clock = new Clock(page().now)
		this.list = new DayList(page, (now) => this.clock.set(now))
	}

	readonly presenceOf = (callId: string): Presence | undefined => this.watch.calls.get(callId)

	/** The rows of those whose appointments are shown. */
	get rows(): Row[] {
		const { who } = this.#page()
		return (this.#shown?.rows ?? []).filter(({ appointment }) => who === null || appointment.practitioner.id === who)
	}

	start(): () => void {
		this.clock.set(this.#page().now)
		const stopClock = this.clock.start()
		this.watch.start()
		const controller = new AbortController()
		const { signal } = controller
		const look = () => {
			if (document.visibilityState !== 'visible') return
			this.watch.check()
			void this.list.refresh()
		}
		addEventListener('online', look, { signal })
		document.addEventListener('visibilitychange', look, { signal })
		const timer = setInterval(() => document.visibilityState === 'visible' && void this.list.refresh(), refreshEveryMs)
		return () => {
			controller.abort()
			stopClock()
			clearInterval(timer)
			clearTimeout(this.#settling)
			for (const running of this.#timers) clearTimeout(running)
			this.watch.stop()
		}
	}

	#changed(after: Presence, before: Presence | undefined): void {
		const appointment = this.list.current.appointments.find(({ callId }) => callId === after.callId)
		const came = after.state === 'waiting' && after.guestPresent && !before?.guestPresent
		if (came && appointment && [null, appointment.practitioner.id].includes(this.#page().who)) {
			this.#greet(after.callId, appointment.patient.name)
		}
		if (appointment && after.state === (before?.state ?? appointment.call.state)) return
		clearTimeout(this.#settling)
		this.#settling = setTimeout(() => void this.list.refresh(), settleMs)
	}

	#greet(callId: string, name: string): void {
		this.arrived = name
		this.fresh.add(callId)
		const timer = setTimeout(() => {
			this.#timers.delete(timer)
			this.fresh.delete(callId)
		}, freshMs)
		this.#timers.add(timer)
	}
}
