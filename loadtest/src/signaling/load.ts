import type { Histogram } from '../generator/types.ts'
import { merge, percentile } from '../measure/histogram.ts'
import { ServiceWatch, type Watched, watchWhile } from '../measure/service-watch.ts'
import type { RoomPlan, Target } from '../target/types.ts'
import { Clients } from './clients.ts'
import type { Looked } from './messages.ts'

export interface SignalingLoadOptions {
	/** Where the signaling process says how it is (`http://host:port/metrics`); null where that cannot be reached. */
	metricsUrl: string | null
	/** Processes of clients; each carries some thousand sockets. */
	processes: number
}

/** In milliseconds. NaN where nothing was measured. */
export interface Delays {
	count: number
	p50: number
	p95: number
	p99: number
}

export interface EnteringReport {
	joined: number
	perS: number
	ms: Delays
	/** By code. */
	failures: Record<string, number>
	signaling: Watched | null
}

export interface EchoReport {
	ping: Delays
	chat: Delays
	lost: number
	signaling: Watched | null
}

export interface ReturnReport {
	lost: number
	resumed: number
	rejoined: number
	/** Share of the lost who were back within 20 s (F12), 0 to 1. */
	withinGoal: number
	ms: Delays
	slowestMs: number
	/** Attempts that failed on the way, by code; most come back with a later one. */
	failures: Record<string, number>
	signaling: Watched | null
}

export interface OffersReport {
	offered: number
	missing: number
	ms: Delays
	slowestMs: number
	signaling: Watched | null
}

/** What must hold when all come back at once (F12). */
export const reconnectGoal = { withinMs: 20_000, share: 0.99, lagP99Ms: 200 }
/** How long is waited nevertheless, to tell the slow from the lost. */
const patienceMs = 40_000

/** Participants without media in processes of their own, which it owns: `stop()` ends them. */
export class SignalingLoad {
	readonly #clients: Clients
	readonly #watch: ServiceWatch | null
	readonly #looks: Looked[] = []

	constructor({ metricsUrl, processes }: SignalingLoadOptions) {
		this.#clients = new Clients(processes)
		this.#watch = metricsUrl === null ? null : new ServiceWatch(metricsUrl, 'enshin_signaling_')
	}

	/** Everybody joins, so many at the same time. */
	async enter(target: Target, plans: RoomPlan[], abreast: number): Promise<EnteringReport> {
		const { origin } = target
		const { count } = this.#clients
		// Both sides of a call in one process: what one says is heard there by the other.
		const seats = Array.from({ length: count }, (_, index) =>
			plans.filter((_, place) => place % count === index).flatMap((plan) => plan.seats),
		)
		const { result, watched } = await this.#during(() =>
			this.#clients.askEach((index) => {
				return { do: 'enter', seats: seats[index] ?? [], origin, abreast: Math.ceil(abreast / count) }
			}),
		)
		const joined = sum(result.map((one) => one.joined))
		return {
			joined,
			perS: (joined / Math.max(...result.map((one) => one.spanMs))) * 1000,
			ms: delaysOf(result.map((one) => one.ms)),
			failures: together(result.map((one) => one.failures)),
			signaling: watched,
		}
	}

	async echo(seconds: number): Promise<EchoReport> {
		const { result, watched } = await this.#during(() => this.#clients.ask({ do: 'echo', seconds }))
		return {
			ping: delaysOf(result.map((one) => one.ping)),
			chat: delaysOf(result.map((one) => one.chat)),
			lost: sum(result.map((one) => one.lost)),
			signaling: watched,
		}
	}

	/** Everybody loses the socket at once, or by what `disturb` does to the server, and comes back as browsers do. */
	async loseAll(disturb?: () => Promise<void>): Promise<ReturnReport> {
		const { result, watched } = await this.#during(async () => {
			if (disturb) await disturb()
			else await this.#clients.ask({ do: 'sever' })
			return await this.#clients.ask({ do: 'settle', withinMs: patienceMs })
		})
		const ms = merge(result.map((one) => one.ms))
		const lost = sum(result.map((one) => one.lost))
		const inTime = sum(ms.counts.filter((_, bucket) => (ms.bounds[bucket] ?? Infinity) <= reconnectGoal.withinMs))
		return {
			lost,
			resumed: sum(result.map((one) => one.resumed)),
			rejoined: sum(result.map((one) => one.rejoined)),
			withinGoal: lost === 0 ? Number.NaN : inTime / lost,
			ms: delaysOf([ms]),
			slowestMs: Math.max(...result.map((one) => one.slowestMs)),
			failures: together(result.map((one) => one.failures)),
			signaling: watched,
		}
	}

	/** After the sfu lost all media: how long until everybody has been offered it anew, from `disturb`'s beginning. */
	async awaitOffers(disturb: () => Promise<void>): Promise<OffersReport> {
		const { result, watched } = await this.#during(async () => {
			const sinceMs = Date.now()
			await disturb()
			return await this.#clients.ask({ do: 'awaitOffers', sinceMs, withinMs: patienceMs })
		})
		return {
			offered: sum(result.map((one) => one.offered)),
			missing: sum(result.map((one) => one.missing)),
			ms: delaysOf(result.map((one) => one.ms)),
			slowestMs: Math.max(...result.map((one) => one.slowestMs)),
			signaling: watched,
		}
	}

	/** The worst of all phases. Late or busy, the clients are the limit themselves, and the run says nothing of the server. */
	get generator(): { cpu: number; lateMs: number; memoryMb: number; processes: number } {
		const worst = (key: 'cpu' | 'lateMs' | 'memoryMb') => Math.max(...this.#looks.map((look) => look[key]))
		return { cpu: worst('cpu'), lateMs: worst('lateMs'), memoryMb: worst('memoryMb'), processes: this.#clients.count }
	}

	stop(): Promise<void> {
		return this.#clients.stop()
	}

	/** Watches the server and the clients themselves while they work. */
	async #during<T>(work: () => Promise<T>): Promise<{ result: T; watched: Watched | null }> {
		await this.#clients.ask({ do: 'look' })
		const done = this.#watch ? await watchWhile(this.#watch, work) : { result: await work(), watched: null }
		this.#looks.push(...(await this.#clients.ask({ do: 'look' })))
		return done
	}
}

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
