import type { Moment } from '../measure/moment.ts'
import type { Outcome } from '../scenarios/outcome.ts'

/** One run, whole: what the JSON file holds, and what table and page are made from. */
export interface Report extends Outcome {
	scenario: string
	/** As it was typed. */
	command: string
	/** Times with the offset of Japan. */
	startedAt: string
	endedAt: string
	target: string
	machine: Record<string, string | number>
	/** What rode along in real browsers, by name. */
	browsers: { name: string; figures: { name: string; value: string }[] }[]
	moments: Moment[]
}
