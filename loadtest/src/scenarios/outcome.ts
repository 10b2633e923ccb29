import type { Entry, RoomOutcome } from '../generator/types.ts'

/** What a scenario found, as the table, the JSON and the page show it. */
export interface Outcome {
	/** One sentence: what was found, or what went wrong. */
	sentence: string
	/** False where something was lost, stuck or leaked: the command then ends with exit code 1. */
	ok: boolean
	/** Where the generator was the limit: nothing here is the server's. */
	generatorSaturated: string | null
	figures: Figure[]
	problems: Problem[]
	/** Every room's way in, for the chart of joins. */
	joins: JoinTimes[]
}

export interface Figure {
	name: string
	value: string
	note?: string
}

/** What went wrong, how often, and one example. */
export interface Problem {
	what: string
	count: number
}

export type JoinTimes = Pick<Entry, 'joinedMs' | 'connectedMs' | 'firstMediaMs'>

export const joinsOf = (outcomes: readonly RoomOutcome[]): JoinTimes[] =>
	outcomes.flatMap((outcome) => (outcome.ok ? outcome.entries : []))

/** Rooms that did not get whole, by the step that did not end and its reason. */
export function problemsOf(outcomes: readonly RoomOutcome[]): Problem[] {
	const counts = new Map<string, number>()
	for (const outcome of outcomes) {
		if (outcome.ok) continue
		const what = `stuck at ${outcome.step}: ${outcome.reason}`
		counts.set(what, (counts.get(what) ?? 0) + 1)
	}
	return [...counts].map(([what, count]) => ({ what, count }))
}
