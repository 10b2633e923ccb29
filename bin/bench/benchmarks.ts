/** What `pnpm bench` can measure: a file that does it when it is imported, and what it needs on the machine. */
export interface Benchmark {
	file: string
	/** What is compared, in a line, for the overview. */
	summary: string
	/** Chromium, and the pages built. */
	browser?: boolean
	/** Debian packages beyond that, and whether it must be root (a network namespace of its own). */
	packages?: string[]
	root?: boolean
}

/** In the order in which `pnpm bench` runs them all. */
export const benchmarks: Record<string, Benchmark> = {
	join: { file: '../web/bench/join.ts', summary: 'click to first picture, against a direct connection', browser: true },
	'join-50ms': { file: '../web/bench/join-50ms.ts', summary: 'the same, where all of it is 50 ms away', browser: true },
	page: {
		file: '../web/bench/page.ts',
		summary: "the patient's pages: weight, and start on a slow phone",
		browser: true,
	},
	outage: { file: '../web/bench/outage.ts', summary: 'picture back after a line was out for 3 s', browser: true },
	'poor-4g': {
		file: '../web/bench/poor-4g.ts',
		summary: 'a poor line, against a direct connection on the same',
		browser: true,
	},
	signaling: { file: '../loadtest/bench/signaling.ts', summary: 'echo and idle socket, against a bare ws server' },
	rejoin: { file: '../loadtest/bench/rejoin.ts', summary: 'a thousand participants after their media node died' },
	placement: { file: '../db/bench/placement.ts', summary: '5,000 nodes, 100,000 calls: placed, spread, moved' },
	booking: { file: '../api/bench/booking.ts', summary: 'bookings a second in a race, against the bare transaction' },
	sealing: { file: '../api/bench/sealing.ts', summary: "a day's list sealed and logged, against the same plain" },
	'cpu-2': {
		file: '../loadtest/bench/cpu-2.ts',
		summary: 'CPU a packet in rooms of 2: Janus, a bare worker, a raw relay',
		packages: ['janus', 'gcc', 'libc6-dev', 'iproute2'],
	},
	'cpu-5': {
		file: '../loadtest/bench/cpu-5.ts',
		summary: 'CPU a packet in rooms of 5: Janus, a bare worker',
		packages: ['janus', 'iproute2'],
	},
	delay: {
		file: '../loadtest/bench/delay.ts',
		summary: 'delay the sfu adds, against a direct pair',
		packages: ['iproute2'],
	},
	forwarding: {
		file: '../loadtest/bench/forwarding.ts',
		summary: 'packets a second and core before one is lost',
		packages: ['iproute2'],
	},
	memory: {
		file: '../loadtest/bench/memory.ts',
		summary: 'memory a room of 2 takes, against a bare worker',
		packages: ['iproute2'],
	},
}
