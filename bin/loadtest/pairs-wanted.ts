import type { Options } from '../../loadtest/src/command/options.ts'

/** How many synthetic doctors and patients a run needs at once: a pair for each room that is open at the same time. */
export function pairsWanted({ scenario, numbers }: Options): number {
	const of = (name: string) => numbers[name] ?? 0
	switch (scenario) {
		case 'capacity':
			return of('max-rooms')
		case 'steady':
			return of('rooms')
		case 'storm':
			return Math.ceil(of('participants') / of('room-size'))
		case 'churn':
		case 'soak':
			// Arrivals are random: twice the mean is not passed in practice, and a few more do not hurt.
			return of('rooms') * 2 + 10
		case 'signaling':
			return Math.ceil(of('sockets') / 2)
		case 'booking':
			return of('bookers') + of('readers')
	}
}
