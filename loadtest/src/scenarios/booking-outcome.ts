import type { Latency } from '../booking/tally.ts'
import type { BookingReport } from './booking.ts'
import { ms } from './figures.ts'
import type { Outcome, Problem } from './outcome.ts'

/** Later than this its own timers were the limit, not the api. */
const lateLimitMs = 200

/** The scenario's own report in the shape of all. */
export function bookingOutcome(report: BookingReport): Outcome {
	const { bookings, bookingsPerSecond, refused, errors, repeats, latency, proof, lateMs } = report
	const isSound = proof.doubles.length === 0 && proof.missing === 0 && repeats.differing === 0
	const saturated = lateMs > lateLimitMs ? `its timers came ${ms(lateMs)} late` : null
	const unwanted: Problem[] = [
		...Object.entries(errors).map(([what, count]) => ({ what, count })),
		...(proof.doubles.length > 0 ? [{ what: 'appointments that overlap', count: proof.doubles.length }] : []),
		...(proof.missing > 0 ? [{ what: 'acknowledged bookings that are not there', count: proof.missing }] : []),
		...(repeats.differing > 0 ? [{ what: 'one key, two answers', count: repeats.differing }] : []),
	]
	return {
		sentence: `${bookings} bookings in ${report.seconds.toFixed(0)} s (${bookingsPerSecond.toFixed(1)} a second), ${isSound ? 'none double and none lost' : 'and not all of them sound'}.`,
		ok: isSound && bookings > 0 && Object.keys(errors).length === 0,
		generatorSaturated: saturated,
		problems: unwanted,
		joins: [],
		figures: [
			{ name: 'bookings a second', value: bookingsPerSecond.toFixed(1) },
			...Object.entries(refused).map(([code, count]) => ({ name: `refused: ${code}`, value: String(count) })),
			{
				name: 'sent twice at once under one key',
				value: `${repeats.asked}, answered differently ${repeats.differing}`,
			},
			{ name: 'book p50, p95, p99', value: line(latency.book) },
			{ name: 'free slots p50, p95, p99', value: line(latency.slots) },
			{ name: "the facility's day p50, p95, p99", value: line(latency.day) },
			{ name: 'generator late at p99', value: ms(lateMs) },
		],
	}
}

const line = (latency: Latency | null) =>
	latency ? [latency.p50, latency.p95, latency.p99].map(ms).join(', ') : 'not asked'
