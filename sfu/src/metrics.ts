import type { Handlers } from '@enshin/contracts/channel.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { NodeLoad, SfuProtocol } from '@enshin/contracts/sfu.ts'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Log } from './log.ts'
import { closingReasons, type Rooms } from './rooms.ts'
import type { WorkerPool } from './workers.ts'

type Watched = { load: () => NodeLoad; rooms: Rooms; pool: WorkerPool; controlConnections: () => number }

/** Everything that Prometheus reads at /metrics. What can be counted when asked is counted then. */
export function createMetrics({ load, rooms, pool, controlConnections }: Watched) {
	const register = new Registry()
	const registers = [register]
	collectDefaultMetrics({ register, prefix: 'enshin_sfu_' })
	const gauge = (name: string, help: string, value: () => number) =>
		new Gauge({
			name: `enshin_sfu_${name}`,
			help,
			registers,
			collect() {
				this.set(value())
			},
		})
	gauge('rooms', 'Rooms open', () => load().rooms)
	gauge('peers', 'Peers with transports', () => load().peers)
	gauge('producers', 'Streams coming in', () => load().producers)
	gauge('consumers', 'Streams going out', () => load().consumers)
	gauge('workers', 'Worker processes alive', () => pool.alive.length)
	gauge('control_connections', 'Signaling processes connected', controlConnections)
	new Gauge({
		name: 'enshin_sfu_worker_cpu_ratio',
		help: 'Share of one core a worker used, as last measured',
		labelNames: ['slot'],
		registers,
		collect() {
			this.reset()
			for (const { slot, cpu } of pool.alive) this.set({ slot }, cpu)
		},
	})
	new Counter({
		name: 'enshin_sfu_worker_deaths_total',
		help: 'Worker processes that died and were replaced',
		registers,
		collect() {
			this.reset()
			this.inc(pool.deaths)
		},
	})
	new Counter({
		name: 'enshin_sfu_rooms_closed_total',
		help: 'Rooms closed, by reason',
		labelNames: ['reason'],
		registers,
		collect() {
			this.reset()
			for (const reason of closingReasons) this.inc({ reason }, rooms.closings[reason])
		},
	})
	const requests = new Histogram({
		name: 'enshin_sfu_request_seconds',
		help: 'Control requests by method and outcome: ok, or the code of the problem',
		labelNames: ['method', 'outcome'],
		buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2],
		registers,
	})
	return { register, requests }
}

/** The same handlers, each timed, and with a line in the log for why media was refused: the client is told no more. */
export function timed<Context>(
	handlers: Handlers<SfuProtocol, Context>,
	requests: Histogram<'method' | 'outcome'>,
	log: Log,
): Handlers<SfuProtocol, Context> {
	const wrapped = Object.entries(handlers).map(([method, handle]) => {
		// Which handler takes which data, the responder knows; in between they are all one function of both.
		const inner = handle as (context: Context, data: never) => unknown
		const outer = async (context: Context, data: never) => {
			const done = requests.startTimer({ method })
			try {
				const reply = await inner(context, data)
				done({ outcome: 'ok' })
				return reply
			} catch (error) {
				done({ outcome: error instanceof ProblemError ? error.code : 'internal' })
				if (error instanceof ProblemError && error.cause)
					log.warn({ method, code: error.code, err: error.cause }, 'refused')
				throw error
			}
		}
		return [method, outer]
	})
	return Object.fromEntries(wrapped)
}
