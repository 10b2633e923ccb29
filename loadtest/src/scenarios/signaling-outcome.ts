import { saturation } from '../measure/moment.ts'
import { type Delays, reconnectGoal } from '../signaling/load.ts'
import { ms, percent } from './figures.ts'
import type { Figure, Outcome, Problem } from './outcome.ts'
import type { SignalingReport } from './signaling.ts'

/** The scenario's own report in the shape of all. */
export function signalingOutcome(report: SignalingReport): Outcome {
	const { joins, echo, reconnect, generator } = report
	const saturated = whySaturated(generator)
	const lag = reconnect.signaling?.lagP99Ms
	const came = `${joins.joined} of ${report.sockets} sockets joined; after all were lost ${percent(reconnect.withinGoal, 1)} were back within ${reconnectGoal.withinMs / 1000} s`
	return {
		sentence: `${came}${lag === undefined ? '' : `, the event loop ${ms(lag)} late at p99`}.`,
		ok: joins.joined === report.sockets && (report.met || saturated !== null),
		generatorSaturated: saturated,
		problems: [...problems('join', joins.failures), ...problems('on the way back', reconnect.failures)],
		joins: [],
		figures: [
			{ name: 'joins a second', value: joins.perS.toFixed(0) },
			{ name: 'join p50, p95, p99', value: line(joins.ms) },
			{ name: 'ping p50, p95, p99', value: line(echo.ping) },
			{ name: 'chat to the other side p50, p95, p99', value: line(echo.chat), note: `${echo.lost} lost` },
			{ name: 'back p50, p95, p99', value: line(reconnect.ms), note: `slowest ${ms(reconnect.slowestMs)}` },
			{ name: 'back by resuming, by joining anew', value: `${reconnect.resumed}, ${reconnect.rejoined}` },
			...lagFigures(report),
			...(report.memoryPerSocketKb === null
				? []
				: [{ name: 'memory a socket in a call', value: `${report.memoryPerSocketKb.toFixed(1)} KB` }]),
			{ name: 'generator', value: `${percent(generator.cpu)} of a core, up to ${ms(generator.lateMs)} late` },
		],
	}
}

function lagFigures({ joins, echo, reconnect }: SignalingReport): Figure[] {
	return Object.entries({ joins, echoes: echo, reconnect }).flatMap(([name, { signaling }]) =>
		signaling ? [{ name: `event loop of signaling late at p99, ${name}`, value: ms(signaling.lagP99Ms) }] : [],
	)
}

function whySaturated({ cpu, lateMs }: SignalingReport['generator']): string | null {
	// Sockets do not pace packets: only where it is far behind does a client mistake itself for the server.
	if (cpu > saturation.cpu && lateMs > 200) return `it used ${percent(cpu)} of its core and was ${ms(lateMs)} late`
	return null
}

const line = ({ p50, p95, p99 }: Delays) => [p50, p95, p99].map(ms).join(', ')
const problems = (phase: string, failures: Record<string, number>): Problem[] =>
	Object.entries(failures).map(([code, count]) => ({ what: `${phase}: ${code}`, count }))
