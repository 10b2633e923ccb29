import type { Histogram } from '../generator/types.ts'
import { merge, percentile } from '../measure/histogram.ts'
import { ServiceWatch, type Watched, watchWhile } from '../measure/service-watch.ts'
import { Clients } from '../signaling/clients.ts'
import type { Looked, Settled } from '../signaling/messages.ts'
import type { RoomPlan, Target } from '../target/types.ts'

export interface SignalingOptions {
	sockets: number
	/** Joins under way at the same time. */
	abreast: number
	echoSeconds: number
	/** Where the signaling process says how it is (`http://host:port/metrics`); null where that cannot be reached. */
	metricsUrl: string | null
	/** Processes of clients; each carries some thousand sockets. */
	processes: number
	/** Takes the sockets away instead of the clients' own losing them: signaling is killed, or restarted. */
	disturb?: () => Promise<void>
}

export const signalingDefaults = { sockets: 1000, abreast: 32, echoSeconds: 10, processes: 1 }

/** What this run holds against the requirement (F12): so long may coming back take, and so many must have come. */
export const reconnectGoal = { withinMs: 20_000, share: 0.99, lagP99Ms: 200 }
/** How long it goes on waiting, to tell the slow from the lost. */
const patienceMs = 40_000

/** In milliseconds. NaN where nothing was measured. */
export interface Delays {
	count: number
	p50: number
	p95: number
	p99: number
}

export interface SignalingReport {
	sockets: number
	joins: { joined: number; perS: number; ms: Delays; failures: Record<string, number>; signaling: Watched | null }
	echo: { ping: Delays; chat: Delays; lost: number; signaling: Watched | null }
	reconnect: {
		lost: number
		resumed: number
		rejoined: number
		/** Of those who lost their sockets: 0 to 1. */
		withinGoal: number
		ms: Delays
		slowestMs: number
		/** Attempts that failed on the way, by code. */
		failures: Record<string, number>
		signaling: Watched | null
	}
	/** What a socket in a call adds to the resident memory of signaling, its part of the call included. */
	memoryPerSocketKb: number | null
	/** The worst of all phases. Late or busy, it is the limit itself, and the run says nothing of the server. */
	generator: { cpu: number; lateMs: number; memoryMb: number; processes: number }
	met: boolean
}

/**
 * Sockets in calls of two, without media: how fast they join, how long an echo takes, and how they come back when all are
 * lost at once. Rejects with a sentence when nobody could join.
 */
export async function runSignaling(
	target: Target,
	options: SignalingOptions,
	say: (line: string) => void,
): Promise<SignalingReport> {
	say(`booking ${options.sockets / 2} consultations`)
	const plans = await target.bookRooms(Math.ceil(options.sockets / 2), 2)
	const clients = new Clients(options.processes)
	const watch = new ServiceWatch(options.metricsUrl ?? '', 'enshin_signaling_')
	const generator: Looked[] = []
	/** The clients' own state is of the same time as what they measured. */
	const during = async <T>(work: () => Promise<T>): Promise<{ result: T; watched: Watched | null }> => {
		await clients.ask({ do: 'look' })
		const done = options.metricsUrl ? await watchWhile(watch, work) : { result: await work(), watched: null }
		generator.push(...(await clients.ask({ do: 'look' })))
		return done
	}
	try {
		const before = options.metricsUrl ? await watch.look() : null
		say(`${options.sockets} sockets join, ${options.abreast} abreast`)
		const abreast = Math.ceil(options.abreast / options.processes)
		const seatsOf = (index: number) => shareOf(plans, index, options.processes).flatMap(({ seats }) => seats)
		const entering = await during(() =>
			clients.askEach((index) => ({ do: 'enter', seats: seatsOf(index), origin: target.origin, abreast })),
		)
		const joined = sum(entering.result.map((one) => one.joined))
		const failures = together(entering.result.map((one) => one.failures))
		if (joined === 0) throw new Error(`Nobody could join: ${JSON.stringify(failures)}.`)
		const spanMs = Math.max(...entering.result.map((one) => one.spanMs))
		const grownMb = (entering.watched?.memoryMb ?? Number.NaN) - (before?.memoryMb ?? Number.NaN)

		say(`${joined} are in; echoes for ${options.echoSeconds} s`)
		const echoing = await during(() => clients.ask({ do: 'echo', seconds: options.echoSeconds }))

		say(options.disturb ? 'signaling goes away' : 'all sockets are lost at once')
		const returning = await during(async () => {
			if (options.disturb) await options.disturb()
			else await clients.ask({ do: 'sever' })
			return await clients.ask({ do: 'settle', withinMs: patienceMs })
		})
		const reconnect = { ...summarizeReturn(returning.result), signaling: returning.watched }
		await clients.ask({ do: 'stop' })
		const worst = (key: 'cpu' | 'lateMs' | 'memoryMb') => Math.max(...generator.map((look) => look[key]))
		return {
			sockets: options.sockets,
			joins: {
				joined,
				perS: (joined / spanMs) * 1000,
				ms: delaysOf(entering.result.map((one) => one.ms)),
				failures,
				signaling: entering.watched,
			},
			echo: {
				ping: delaysOf(echoing.result.map((one) => one.ping)),
				chat: delaysOf(echoing.result.map((one) => one.chat)),
				lost: sum(echoing.result.map((one) => one.lost)),
				signaling: echoing.watched,
			},
			reconnect,
			memoryPerSocketKb: Number.isNaN(grownMb) ? null : (grownMb * 1024) / joined,
			generator: {
				cpu: worst('cpu'),
				lateMs: worst('lateMs'),
				memoryMb: worst('memoryMb'),
				processes: clients.count,
			},
			met:
				reconnect.withinGoal >= reconnectGoal.share &&
				(reconnect.signaling === null || reconnect.signaling.lagP99Ms < reconnectGoal.lagP99Ms),
		}
	} finally {
		await clients.stop()
	}
}

function summarizeReturn(parts: Settled[]): Omit<SignalingReport['reconnect'], 'signaling'> {
	const ms = merge(parts.map((one) => one.ms))
	const lost = sum(parts.map((one) => one.lost))
	const inTime = ms.bounds.reduce((all, bound, bucket) => {
		return bound <= reconnectGoal.withinMs ? all + (ms.counts[bucket] ?? 0) : all
	}, 0)
	return {
		lost,
		resumed: sum(parts.map((one) => one.resumed)),
		rejoined: sum(parts.map((one) => one.rejoined)),
		withinGoal: lost === 0 ? Number.NaN : inTime / lost,
		ms: delaysOf([ms]),
		slowestMs: Math.max(...parts.map((one) => one.slowestMs)),
		failures: together(parts.map((one) => one.failures)),
	}
}

/** Both sides of a call stay in one process: what one says is heard there by the other. */
const shareOf = (plans: RoomPlan[], index: number, of: number) => plans.filter((_, place) => place % of === index)

function delaysOf(histograms: Histogram[]): Delays {
	const all = merge(histograms)
	const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(all, share)) as [number, number, number]
	return { count: sum(all.counts), p50, p95, p99 }
}

const sum = (values: number[]) => values.reduce((all, value) => all + value, 0)

function together(parts: Record<string, number>[]): Record<string, number> {
	const all: Record<string, number> = {}
	for (const part of parts) for (const [code, times] of Object.entries(part)) all[code] = (all[code] ?? 0) + times
	return all
}
