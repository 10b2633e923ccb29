import { lossOf, type Moment } from '../measure/moment.ts'
import { joinFigures, machineFigures, mediaFigures, median, ms, percent, saturatedIn } from './figures.ts'
import { type JoinTimes, joinsOf, type Outcome, type Problem, problemsOf } from './outcome.ts'
import { look, openRooms, pause, type Run, watchFor } from './run.ts'

export interface CapacityOptions {
	roomSize: number
	/** Rooms added at first; later a quarter of what there is. */
	step: number
	maxRooms: number
	/** How long each step is watched. */
	holdS: number
}

/** From here on a step does not hold any more. */
const limits = { loss: 0.001, addedMs: 5 }
/** New rooms want keyframes and handshakes: that is not what a step is judged by. */
const settleMs = 2000

interface Step {
	rooms: number
	moments: Moment[]
	loss: number
	p95Ms: number
}

/**
 * Adds rooms until packets are lost (> 0.1 %), the 95th percentile of the delay lies more than 5 ms over that of a single
 * room, or a join fails. Where the generator gave out before, the outcome says that, and calls nothing the server's limit.
 */
export async function capacity(run: Run, options: CapacityOptions): Promise<Outcome> {
	const steps: Step[] = []
	const joins: JoinTimes[] = []
	let problems: Problem[] = []
	let gaveOut: string | null = null
	let generatorSaturated: string | null = null
	let alone = Number.NaN
	let rooms = 0
	while (!gaveOut && !generatorSaturated && rooms < options.maxRooms && !run.signal.aborted) {
		const wanted = rooms === 0 ? 1 : Math.max(options.step, Math.round(rooms / 4))
		const outcomes = await openRooms(run, Math.min(wanted, options.maxRooms - rooms), options.roomSize)
		joins.push(...joinsOf(outcomes))
		problems = problemsOf(outcomes)
		rooms += outcomes.filter(({ ok }) => ok).length
		await pause(run, settleMs)
		const settling = await look(run)
		const moments = await watchFor(run, options.holdS * 1000)
		if (moments.length === 0) break
		const step = { rooms, moments, loss: lossOf(moments), p95Ms: p95Of(moments) }
		if (steps.length === 0) alone = step.p95Ms
		generatorSaturated = whyGenerator([settling, ...moments])
		if (generatorSaturated) break
		gaveOut = whatGaveOut(step, alone, problems)
		generatorSaturated = problems.length === 0 ? whyOwnDelay(step, alone) : null
		if (!gaveOut) steps.push(step)
	}
	const held = steps.at(-1)
	return {
		sentence: sentenceOf({ held, gaveOut, generatorSaturated, rooms, options }),
		ok: held !== undefined,
		generatorSaturated,
		problems,
		joins,
		figures: held
			? [
					{ name: 'rooms held', value: `${held.rooms} of ${options.roomSize}` },
					...mediaFigures(held.moments),
					{ name: 'delay p95 over that of one room', value: ms(held.p95Ms - alone) },
					...perPacket(held.moments),
					...machineFigures(held.moments),
					...joinFigures(joins),
				]
			: [],
	}
}

const p95Of = (moments: readonly Moment[]) => median(moments.flatMap(({ delayMs }) => delayMs?.p95 ?? []))

function whatGaveOut({ loss, p95Ms }: Step, alone: number, problems: Problem[]): string | null {
	if (problems.length > 0) return problems.map(({ what, count }) => `${count} × ${what}`).join('; ')
	if (loss > limits.loss) return `${percent(loss, 2)} of the packets were lost`
	if (p95Ms - alone > limits.addedMs) return `the delay's p95 rose by ${ms(p95Ms - alone)}`
	return Number.isNaN(p95Ms) ? 'no packet arrived' : null
}

/** What the generator sends and reads late is in the delay: where that is most of it, the delay is not the server's. */
function whyOwnDelay({ moments, p95Ms, loss }: Step, alone: number): string | null {
	const ownMs = median(moments.map(({ generator }) => generator.lateMs))
	if (loss > limits.loss || p95Ms - alone <= limits.addedMs || ownMs < (p95Ms - alone) / 2) return null
	return `the delay's p95 rose by ${ms(p95Ms - alone)}, and its own ticks came ${ms(ownMs)} late`
}

/** On one machine the generator takes its share of it: full, with no worker at its own end, it is the two together. */
function whyGenerator(moments: readonly Moment[]): string | null {
	const own = saturatedIn(moments)
	if (own) return own
	const idle = median(moments.flatMap(({ hostIdle }) => hostIdle ?? []))
	const worker = median(moments.map(({ servers }) => servers.worker?.cpu ?? 0))
	const isFull = idle < 0.03 && worker < 0.9
	return isFull ? `the machine was full, and the workers had ${percent(worker)} of a core of it` : null
}

function perPacket(moments: readonly Moment[]) {
	const each = moments.flatMap(({ servers, receivedPerS }) =>
		servers.worker && receivedPerS > 0 ? (servers.worker.cpu / receivedPerS) * 1e6 : [],
	)
	if (each.length === 0) return []
	const us = median(each)
	const note = `a core's worth would be ${Math.round(1e6 / us).toLocaleString('en')} packets a second`
	return [{ name: 'worker CPU a forwarded packet', value: `${us.toFixed(2)} µs`, note }]
}

function sentenceOf(found: {
	held: Step | undefined
	gaveOut: string | null
	generatorSaturated: string | null
	rooms: number
	options: CapacityOptions
}): string {
	const { held, gaveOut, generatorSaturated, rooms, options } = found
	const kept = held ? `${held.rooms} rooms of ${options.roomSize} held` : 'Not even one room held'
	if (generatorSaturated) {
		return `${kept}; with ${rooms} the load generator was the limit (${generatorSaturated}), so this is not the server's limit.`
	}
	if (gaveOut) return `${kept}; with ${rooms}, ${gaveOut}.`
	return `${kept}, as many as were asked for; the limit was not reached.`
}
