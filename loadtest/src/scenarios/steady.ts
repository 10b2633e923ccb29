import { lossOf } from '../measure/moment.ts'
import { joinFigures, machineFigures, mediaFigures, percent, saturatedIn } from './figures.ts'
import { joinsOf, type Outcome, problemsOf } from './outcome.ts'
import { look, openRooms, pause, type Run, watchFor } from './run.ts'

export interface SteadyOptions {
	rooms: number
	roomSize: number
	minutes: number
}

/** So many rooms for so long: nothing may be lost or get stuck. */
export async function steady(run: Run, { rooms, roomSize, minutes }: SteadyOptions): Promise<Outcome> {
	const outcomes = await openRooms(run, rooms, roomSize)
	const problems = problemsOf(outcomes)
	await pause(run, 2000)
	await look(run)
	const moments = await watchFor(run, minutes * 60_000)
	const saturated = saturatedIn(moments)
	const loss = lossOf(moments)
	const opened = outcomes.filter(({ ok }) => ok).length
	const joins = joinsOf(outcomes)
	const isHeld = problems.length === 0 && loss <= 0.001 && moments.some(({ receivedPerS }) => receivedPerS > 0)
	const minutesSeen = ((moments.at(-1)?.atS ?? 0) - (moments[0]?.atS ?? 0)) / 60
	const lossSentence = saturated
		? `the load generator was the limit (${saturated}), so what was lost is not the server's`
		: `${percent(loss, 3)} of the packets lost`
	return {
		sentence: `${opened} of ${rooms} rooms of ${roomSize} for ${minutesSeen.toFixed(1)} minutes: ${lossSentence}.`,
		ok: isHeld || (saturated !== null && problems.length === 0),
		generatorSaturated: saturated,
		figures: [...mediaFigures(moments), ...machineFigures(moments), ...joinFigures(joins)],
		problems,
		joins,
	}
}
