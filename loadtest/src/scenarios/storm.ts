import { lossOf } from '../measure/moment.ts'
import type { RoomPlan } from '../target/types.ts'
import { joinFigures, machineFigures, mediaFigures, percent, saturatedIn } from './figures.ts'
import { joinsOf, type Outcome, problemsOf } from './outcome.ts'
import { look, openPlans, pause, type Run, watchFor } from './run.ts'

export interface StormOptions {
	participants: number
	roomSize: number
	/** Each comes back after a random pause of up to this, as browsers do. */
	overS: number
	/** How long they talk before the storm, and after it. */
	holdS: number
}

/** Everybody loses everything at once, without a goodbye, and comes back: all of them, or the outcome names who did not. */
export async function storm(run: Run, { participants, roomSize, overS, holdS }: StormOptions): Promise<Outcome> {
	const plans: RoomPlan[] = await run.target.bookRooms(Math.ceil(participants / roomSize), roomSize)
	const opened = await openPlans(run, plans)
	await pause(run, 2000)
	await look(run)
	await watchFor(run, holdS * 1000)
	const callIds = opened.flatMap((outcome) => (outcome.ok ? [outcome.callId] : []))

	run.say(`${callIds.length * roomSize} participants lose everything now`)
	await run.generator.abandonRooms(callIds)
	const lostAtMs = performance.now()
	const rejoining = run.generator.rejoinRooms(callIds, overS * 1000)
	const watching = new AbortController()
	const meanwhile = watchUntil(run, watching.signal)
	const returned = await rejoining
	const tookS = (performance.now() - lostAtMs) / 1000
	watching.abort()
	await meanwhile

	await pause(run, 2000)
	await look(run)
	const after = await watchFor(run, holdS * 1000)
	const problems = [...problemsOf(opened), ...problemsOf(returned)]
	const back = returned.filter(({ ok }) => ok).length
	const saturated = saturatedIn(after)
	const loss = lossOf(after)
	return {
		sentence: `${back} of ${callIds.length} rooms came back, the last after ${tookS.toFixed(1)} s; after it ${percent(loss, 3)} of the packets were lost${saturated ? ` (the load generator was the limit: ${saturated})` : ''}.`,
		ok: problems.length === 0 && callIds.length > 0 && (loss <= 0.001 || saturated !== null),
		generatorSaturated: saturated,
		figures: [
			{ name: 'rooms back', value: `${back} of ${callIds.length}` },
			{ name: 'all back after', value: `${tookS.toFixed(1)} s`, note: `they come back spread over ${overS} s` },
			...joinFigures(joinsOf(opened), 'first join'),
			...joinFigures(joinsOf(returned), 'return'),
			...mediaFigures(after),
			...machineFigures(after),
		],
		problems,
		joins: joinsOf(returned),
	}
}

async function watchUntil(run: Run, signal: AbortSignal): Promise<void> {
	while (!signal.aborted) {
		await pause({ signal }, 1000)
		await look(run)
	}
}
