import { slot } from '@enshin/contracts/api.ts'
import { addDays, tokyoDay } from '@enshin/contracts/tokyo.ts'
import { z } from 'zod'
import { ask } from '../target/ask.ts'

const free = z.object({ slots: z.array(slot) })
const daysAtOnce = 7

/**
 * One doctor's free times, one after the other: everybody who asks is given the same one until somebody says that it is
 * gone. So all of a doctor's bookers always want the same, and there is always something to want.
 */
export class ContestedSlots {
	readonly practitionerId: string
	readonly #url: string
	readonly #bearer: string
	#slots: string[] = []
	#at = 0
	#nextDay = tokyoDay(new Date())
	#fetching: Promise<void> | null = null

	/** `url` is the facility's list of slots, `bearer` any session that may read it. */
	constructor(url: string, bearer: string, practitionerId: string) {
		this.#url = url
		this.#bearer = bearer
		this.practitionerId = practitionerId
	}

	/** When the wanted slot begins, ISO 8601. */
	async wanted(): Promise<string> {
		for (;;) {
			const slotNow = this.#slots[this.#at]
			if (slotNow !== undefined) return slotNow
			this.#fetching ??= this.#fetch().finally(() => {
				this.#fetching = null
			})
			await this.#fetching
		}
	}

	/** Somebody has it. Said by several, it is said once. */
	gone(startsAt: string): void {
		if (this.#slots[this.#at] === startsAt) this.#at += 1
	}

	async #fetch(): Promise<void> {
		const url = `${this.#url}?from=${this.#nextDay}&days=${daysAtOnce}&practitionerId=${this.practitionerId}`
		const { slots } = await ask(url, free, { bearer: this.#bearer })
		this.#nextDay = addDays(this.#nextDay, daysAtOnce)
		// Those that begin within a minute may be over before they are booked.
		const soon = Date.now() + 60_000
		this.#slots = slots.map(({ startsAt }) => startsAt).filter((startsAt) => Date.parse(startsAt) > soon)
		this.#at = 0
	}
}
