import type { Generator, OpenRoom, RoomOutcome, VideoCodec } from '../generator/types.ts'
import type { HostWatch } from '../measure/host.ts'
import { lookAt, type Moment } from '../measure/moment.ts'
import type { ProcessWatch } from '../measure/processes.ts'
import type { RoomPlan, Target } from '../target/types.ts'

/** What every scenario with media gets. It owns none of it: whoever made it stops it. */
export interface Run {
	target: Target
	generator: Generator
	processes: ProcessWatch
	host: HostWatch
	/** A line for the terminal. */
	say: (line: string) => void
	/** Each look, as it is made: for live progress and the report's charts. */
	onMoment: (moment: Moment) => void
	/** Aborted by Ctrl-C: the scenario ends early, and reports what it has. */
	signal: AbortSignal
	startedAtMs: number
	media: { video: VideoCodec | null; audio: boolean }
	/** How long a room may take to be whole. */
	joinWithinMs: number
}

/** Books so many rooms and brings everybody in. */
export async function openRooms(run: Run, count: number, roomSize: number): Promise<RoomOutcome[]> {
	return await openPlans(run, await run.target.bookRooms(count, roomSize))
}

/** Brings everybody into rooms that are booked already. */
export function openPlans(run: Run, plans: readonly RoomPlan[]): Promise<RoomOutcome[]> {
	return run.generator.openRooms(plans.map((plan) => openRoom(run, plan)))
}

function openRoom({ target, media, joinWithinMs }: Run, plan: RoomPlan): OpenRoom {
	return { plan, origin: target.origin, ...media, withinMs: joinWithinMs }
}

/** Looks every `everyMs` for so long, and gives all looks. Ends early when the run is aborted. */
export async function watchFor(run: Run, forMs: number, everyMs = 1000): Promise<Moment[]> {
	const moments: Moment[] = []
	const untilMs = performance.now() + forMs
	while (performance.now() < untilMs - 1 && !run.signal.aborted) {
		await pause(run, Math.min(everyMs, untilMs - performance.now()))
		moments.push(await look(run))
	}
	return moments
}

/** One look; what came before it is not in the next. */
export async function look(run: Run): Promise<Moment> {
	const moment = await lookAt(run)
	run.onMoment(moment)
	return moment
}

export function pause({ signal }: Pick<Run, 'signal'>, ms: number): Promise<void> {
	return new Promise((resolve) => {
		if (signal.aborted) return resolve()
		const done = () => {
			clearTimeout(timer)
			signal.removeEventListener('abort', done)
			resolve()
		}
		const timer = setTimeout(done, ms)
		signal.addEventListener('abort', done)
	})
}
