import { type Appointment, appointment } from '@enshin/contracts/api.ts'
import { instant } from '@enshin/contracts/ids.ts'
import { z } from 'zod'
import { askWeb } from '#lib/desk/ask-web.ts'

const answer = z.object({ now: instant, appointments: z.array(appointment) })

/** A day's appointments as one server answer gave them. */
export type DayData = { date: string; now: string; appointments: Appointment[] }

/**
 * The day's list, fresher than the page it came with. A refresh that fails leaves what is there: somebody reads it. The
 * page reads `current`; `onNow` is told the server's time with each answer.
 */
export class DayList {
	readonly #page: () => DayData
	readonly #onNow: (now: string) => void
	#fresher = $state.raw<DayData | null>(null)
	#pending: Promise<void> | null = null
	#again = false

	constructor(page: () => DayData, onNow: (now: string) => void) {
		this.#page = page
		this.#onNow = onNow
	}

	get current(): DayData {
		const page = this.#page()
		const fresher = this.#fresher
		return fresher && fresher.date === page.date && fresher.now > page.now ? fresher : page
	}

	/** Asks anew; while an answer is on its way, once more after it. Never rejects. */
	refresh(): Promise<void> {
		if (this.#pending) this.#again = true
		this.#pending ??= this.#ask().finally(() => {
			this.#pending = null
			if (!this.#again) return
			this.#again = false
			void this.refresh()
		})
		return this.#pending
	}

	async #ask(): Promise<void> {
		const { date } = this.#page()
		try {
			const { now, appointments } = await askWeb(`/day/appointments?date=${date}`, answer)
			this.#fresher = { date, now, appointments }
			this.#onNow(now)
		} catch {
			// The live line says when nothing comes through; the next refresh is soon.
		}
	}
}
