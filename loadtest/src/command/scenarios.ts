/** An option with a number, as typed after `--name`. */
export interface NumberOption {
	summary: string
	default: number
	min: number
	max: number
	/** Fractions are allowed: minutes, seconds. */
	fraction?: boolean
}

export interface ScenarioSpec {
	summary: string
	/** Whether it sends sound and picture: then the options of media hold, too. */
	media: boolean
	options: Record<string, NumberOption>
}

const rooms = (value: number): NumberOption => ({ summary: 'rooms at once', default: value, min: 1, max: 5000 })
const roomSize: NumberOption = { summary: 'people in a room', default: 2, min: 2, max: 6 }
const minutes = (value: number): NumberOption => ({
	summary: 'how long',
	default: value,
	min: 0.1,
	max: 1440,
	fraction: true,
})
const hold: NumberOption = { summary: 'seconds each step is watched', default: 6, min: 2, max: 600, fraction: true }
const visit: NumberOption = { summary: 'mean length of a visit', default: 8, min: 0.05, max: 240, fraction: true }

/** Every scenario of `pnpm loadtest`, with what may be set. */
export const scenarios = {
	capacity: {
		summary: 'adds rooms until packets are lost, come late, or a join fails',
		media: true,
		options: {
			'room-size': roomSize,
			step: { summary: 'rooms added at first; later a quarter of what there is', default: 4, min: 1, max: 500 },
			'max-rooms': { ...rooms(200), summary: 'where to stop in any case' },
			hold,
		},
	},
	steady: {
		summary: 'so many rooms for so long; nothing may be lost',
		media: true,
		options: { rooms: rooms(10), 'room-size': roomSize, minutes: minutes(2) },
	},
	storm: {
		summary: 'everybody loses everything at once, and comes back',
		media: true,
		options: {
			participants: { summary: 'people in all', default: 40, min: 2, max: 10_000 },
			'room-size': roomSize,
			over: { summary: 'seconds over which they come back', default: 2, min: 0, max: 120, fraction: true },
			hold,
		},
	},
	churn: {
		summary: 'visits come and go as on a clinic’s day (Poisson arrivals)',
		media: true,
		options: { rooms: rooms(8), 'room-size': roomSize, 'visit-minutes': visit, minutes: minutes(10) },
	},
	soak: {
		summary: 'the same for an hour; memory and open files must stay flat',
		media: true,
		options: { rooms: rooms(6), 'room-size': roomSize, 'visit-minutes': visit, minutes: minutes(60) },
	},
	signaling: {
		summary: 'sockets, joins a second, echo delay, all of them reconnecting; no media',
		media: false,
		options: { sockets: { summary: 'sockets at once', default: 1000, min: 2, max: 50_000 } },
	},
	booking: {
		summary: 'readers, and many who want the same appointment; none may be double',
		media: false,
		options: {
			readers: { summary: 'people who look at free slots all the time', default: 4, min: 0, max: 500 },
			bookers: { summary: 'people who book all the time', default: 8, min: 1, max: 500 },
			seconds: { summary: 'how long', default: 20, min: 1, max: 3600, fraction: true },
		},
	},
} as const satisfies Record<string, ScenarioSpec>

export type ScenarioName = keyof typeof scenarios
export const isScenario = (name: string): name is ScenarioName => Object.hasOwn(scenarios, name)
