import type { Schedule } from '@enshin/contracts/api.ts'
import { checkHours } from './check-hours.ts'
import { type Draft, draftOf, isSame, nextHours, type Range, scheduleOf } from './draft.ts'

/** A practitioner's hours while somebody edits them: what is saved, what is typed, what is wrong with it. */
export class ScheduleForm {
	draft = $state<Draft>({ slotMinutes: 15, ranges: [], daysOff: [] })
	#saved = $state.raw<Draft>({ slotMinutes: 15, ranges: [], daysOff: [] })
	/** Rows somebody has been in: half a time is no mistake while the other half is being typed. */
	#left = $state<number[]>([])
	#tried = $state(false)
	#nextKey = 0

	readonly problems = $derived(checkHours(this.draft.ranges))
	/** What the preview shows and a save sends. */
	readonly schedule = $derived(scheduleOf(this.draft))
	readonly dirty = $derived(!isSame(this.draft, this.#saved))
	readonly sound = $derived(this.problems.size === 0)

	constructor(saved: Schedule) {
		this.take(saved)
	}

	/** This is what is saved now, and nothing else is typed. */
	take(saved: Schedule): void {
		this.#saved = draftOf(saved)
		this.draft = draftOf(saved)
		this.#settle()
	}

	/** Back to what is saved. */
	reset(): void {
		this.draft = structuredClone(this.#saved)
		this.#settle()
	}

	/** Takes up what was typed before, and not saved. */
	resume(draft: Draft): void {
		this.draft = draft
		this.#settle()
	}

	rangesOf(weekday: number): Range[] {
		return this.draft.ranges.filter((row) => row.weekday === weekday)
	}

	/** Returns the new row's key, for the focus. */
	add(weekday: number): number {
		const key = this.#nextKey++
		this.draft.ranges.push({ key, weekday, ...nextHours(this.rangesOf(weekday)) })
		return key
	}

	remove(key: number): void {
		this.draft.ranges = this.draft.ranges.filter((row) => row.key !== key)
	}

	leave(key: number): void {
		if (!this.#left.includes(key)) this.#left.push(key)
	}

	/** What to say beside a row; null while it is being typed for the first time. */
	problemOf(key: number) {
		return this.#tried || this.#left.includes(key) ? (this.problems.get(key) ?? null) : null
	}

	/** Before a save: from now on every problem is said. Returns whether it may be sent. */
	tryToSave(): boolean {
		this.#tried = true
		return this.sound
	}

	addDaysOff(days: string[]): void {
		this.draft.daysOff = [...new Set([...this.draft.daysOff, ...days])].sort()
	}

	removeDaysOff(first: string, last: string): void {
		this.draft.daysOff = this.draft.daysOff.filter((day) => day < first || day > last)
	}

	#settle(): void {
		this.#left = []
		this.#tried = false
		this.#nextKey = Math.max(-1, ...this.draft.ranges.map(({ key }) => key)) + 1
	}
}
