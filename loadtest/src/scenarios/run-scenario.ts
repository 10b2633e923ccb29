import { assertUnreachable } from '@enshin/contracts/assert-unreachable.ts'
import type { Options } from '../command/options.ts'
import { runBooking } from './booking.ts'
import { bookingOutcome } from './booking-outcome.ts'
import { capacity } from './capacity.ts'
import { churn } from './churn.ts'
import type { Outcome } from './outcome.ts'
import type { Run } from './run.ts'
import { runSignaling, signalingDefaults } from './signaling.ts'
import { signalingOutcome } from './signaling-outcome.ts'
import { soak } from './soak.ts'
import { steady } from './steady.ts'
import { storm } from './storm.ts'

/** Runs what was typed. Rejects where the stack cannot be used at all; what was lost or stuck is in the outcome. */
export async function runScenario(
	{ scenario, numbers, generators }: Options,
	run: Run,
	signalingMetricsUrl: string | null,
): Promise<Outcome> {
	const of = (name: string) => numbers[name] ?? 0
	const roomSize = of('room-size')
	const visits = { rooms: of('rooms'), roomSize, visitMinutes: of('visit-minutes'), minutes: of('minutes') }
	switch (scenario) {
		case 'capacity':
			return capacity(run, { roomSize, step: of('step'), maxRooms: of('max-rooms'), holdS: of('hold') })
		case 'steady':
			return steady(run, { rooms: of('rooms'), roomSize, minutes: of('minutes') })
		case 'storm':
			return storm(run, { participants: of('participants'), roomSize, overS: of('over'), holdS: of('hold') })
		case 'churn':
			return churn(run, visits)
		case 'soak':
			return soak(run, visits)
		case 'signaling': {
			const asked = { sockets: of('sockets'), metricsUrl: signalingMetricsUrl, processes: generators }
			return signalingOutcome(await runSignaling(run.target, { ...signalingDefaults, ...asked }, run.say))
		}
		case 'booking': {
			const asked = { readers: of('readers'), bookers: of('bookers'), seconds: of('seconds') }
			return bookingOutcome(await runBooking(run.target, { ...asked, signal: run.signal, say: run.say }))
		}
		default:
			return assertUnreachable(scenario)
	}
}
