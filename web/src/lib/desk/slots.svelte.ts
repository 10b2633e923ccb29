import { type Slot, slot } from '@enshin/contracts/api.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import { addDays, tokyoDay } from '@enshin/contracts/tokyo.ts'
import { z } from 'zod'
import { askWeb } from './ask-web.ts'

export const weekDays = 7
const answer = z.object({ slots: z.array(slot) })

/** One practitioner's free times in one week, as asked for last. Older answers that come late are dropped. */
export class FreeSlots {
	state = $state<'loading' | 'ready' | 'failed'>('loading')
	slots = $state.raw<Slot[]>([])
	failure = $state.raw<ProblemError | null>(null)
	#asked = 0

	async ask(practitionerId: string, from: string): Promise<void> {
		const mine = ++this.#asked
		this.state = 'loading'
		try {
			const query = new URLSearchParams({ practitionerId, from, days: String(weekDays) })
			const { slots } = await askWeb(`/day/slots?${query}`, answer)
			if (mine !== this.#asked) return
			this.slots = slots
			this.state = 'ready'
		} catch (error) {
			if (mine !== this.#asked) return
			this.failure = error instanceof ProblemError ? error : new ProblemError('unavailable')
			this.state = 'failed'
		}
	}
}

export type FreeDay = { day: string; slots: Slot[] }

/** The week's days, each with its free times in order. */
export function freeDays(slots: Slot[], from: string): FreeDay[] {
	const inOrder = slots.toSorted((one, other) => Date.parse(one.startsAt) - Date.parse(other.startsAt))
	return Array.from({ length: weekDays }, (_, at) => addDays(from, at)).map((day) => ({
		day,
		slots: inOrder.filter(({ startsAt }) => tokyoDay(new Date(startsAt)) === day),
	}))
}
