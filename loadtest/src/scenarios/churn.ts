import type { RoomOutcome } from '../generator/types.ts'
import { lossOf, type Moment } from '../measure/moment.ts'
import { joinFigures, machineFigures, mediaFigures, percent, saturatedIn } from './figures.ts'
import { joinsOf, type Outcome, problemsOf } from './outcome.ts'
import { look, openRooms, pause, type Run } from './run.ts'

export interface ChurnOptions {
	/** How many there are at once, in the long run. */
	rooms: number
	roomSize: number
	visitMinutes: number
	minutes: number
}

/**
 * Visits begin and end like on a clinic's day: arrivals are a Poisson process (exponential gaps), a visit takes half to one
 * and a half times its mean. By Little's law `rooms` = arrivals a minute × mean length.
 */
export async function churn(run: Run, options: ChurnOptions): Promise<Outcome> {
	const { rooms, roomSize, visitMinutes, minutes } = options
	const outcomes: RoomOutcome[] = []
	const moments: Moment[] = []
	const visits = new Set<Promise<void>>()
	const untilMs = performance.now() + minutes * 60_000
	const visitMs = () => visitMinutes * 60_000 * (0.5 + Math.random())

	const visit = async (forMs: number) => {
		const [outcome] = await openRooms(run, 1, roomSize)
		if (!outcome) return
		outcomes.push(outcome)
		if (!outcome.ok) return
		await pause(run, Math.min(forMs, Math.max(0, untilMs - performance.now())))
		await run.generator.closeRooms([outcome.callId])
	}
	const begin = (forMs: number) => {
		const running = visit(forMs).finally(() => visits.delete(running))
		visits.add(running)
		return running
	}

	// The morning's first are there already, each at some point of its visit, so that the day begins as it goes on.
	for (let first = 0; first < rooms; first += 1) void begin(visitMs() * Math.random())
	const arriving = (async () => {
		const meanGapMs = (visitMinutes * 60_000) / rooms
		for (;;) {
			await pause(run, -Math.log(1 - Math.random()) * meanGapMs)
			if (performance.now() >= untilMs || run.signal.aborted) return
			void begin(visitMs())
		}
	})()
	await pause(run, 2000)
	await look(run)
	while (performance.now() < untilMs && !run.signal.aborted) {
		await pause(run, 1000)
		moments.push(await look(run))
	}
	await Promise.all([arriving, ...visits])

	const problems = problemsOf(outcomes)
	const saturated = saturatedIn(moments)
	const loss = lossOf(moments)
	const joins = joinsOf(outcomes)
	return {
		sentence: `${outcomes.length} visits came and went in ${minutes} minutes, about ${rooms} at once: ${percent(loss, 3)} of the packets lost${saturated ? ` (the load generator was the limit: ${saturated})` : ''}.`,
		ok: problems.length === 0 && outcomes.length > 0 && (loss <= 0.001 || saturated !== null),
		generatorSaturated: saturated,
		figures: [
			{ name: 'visits', value: String(outcomes.length) },
			...mediaFigures(moments),
			...machineFigures(moments),
			...joinFigures(joins),
		],
		problems,
		joins,
	}
}
