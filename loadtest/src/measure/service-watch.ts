/** What a Node service says of itself at /metrics, since the last look. */
export interface ServiceLook {
	/** Event-loop lag in ms: what its timers were late, p99 and the worst. */
	lagP99Ms: number
	lagMaxMs: number
	memoryMb: number
	/** Share of one core. */
	cpu: number
}

/** Its timer asks every 10 ms, and that is part of what it records. */
const resolutionMs = 10

/**
 * Looks at a service through /metrics. prom-client empties its histogram of lag with each look, whoever asks: so each look
 * tells of the time since the one before, and another reader (a Prometheus) takes part of it away.
 */
export class ServiceWatch {
	readonly #url: string
	readonly #prefix: string
	#cpuS = 0
	#atMs = 0

	/** `prefix` is the service's own, such as `enshin_signaling_`. */
	constructor(url: string, prefix: string) {
		this.#url = url
		this.#prefix = prefix
	}

	/** Null while the service does not answer. */
	async look(): Promise<ServiceLook | null> {
		const text = await fetch(this.#url, { signal: AbortSignal.timeout(5_000) }).then(
			(response) => (response.ok ? response.text() : null),
			() => null,
		)
		if (text === null) return null
		const read = (name: string) =>
			Number(new RegExp(`^${this.#prefix}${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN)
		const lagMs = (of: string) => Math.max(0, read(`nodejs_eventloop_lag_${of}_seconds`) * 1000 - resolutionMs)
		const [cpuS, nowMs] = [read('process_cpu_seconds_total'), performance.now()]
		// A process that was started again counts from nothing.
		const cpu = this.#atMs > 0 && cpuS >= this.#cpuS ? ((cpuS - this.#cpuS) * 1000) / (nowMs - this.#atMs) : 0
		this.#cpuS = cpuS
		this.#atMs = nowMs
		return {
			lagP99Ms: lagMs('p99'),
			lagMaxMs: lagMs('max'),
			memoryMb: read('process_resident_memory_bytes') / 2 ** 20,
			cpu,
		}
	}
}

export interface Watched {
	/** What each look said, one a second. */
	looks: ServiceLook[]
	/** The p99 of the worst second: no other of these seconds was worse, nor is the p99 of them all. */
	lagP99Ms: number
	lagMaxMs: number
	cpu: number
	memoryBeforeMb: number
	memoryMb: number
}

/** Looks once a second while the work runs, from its beginning to its end. */
export async function watchWhile<T>(
	watch: ServiceWatch,
	work: () => Promise<T>,
): Promise<{ result: T; watched: Watched | null }> {
	const looks: ServiceLook[] = []
	const before = await watch.look()
	let isOver = false
	let wake = () => {}
	const looking = (async () => {
		while (!isOver) {
			await new Promise<void>((resolve) => {
				const timer = setTimeout(resolve, 1_000)
				wake = () => {
					clearTimeout(timer)
					resolve()
				}
			})
			const look = await watch.look()
			if (look) looks.push(look)
		}
	})()
	try {
		const result = await work()
		return { result, watched: await end() }
	} finally {
		await end()
	}

	async function end(): Promise<Watched | null> {
		isOver = true
		wake()
		await looking
		const last = looks.at(-1)
		if (!last) return null
		const worst = (key: keyof ServiceLook) => Math.max(...looks.map((look) => look[key]).filter((value) => value >= 0))
		return {
			looks,
			lagP99Ms: worst('lagP99Ms'),
			lagMaxMs: worst('lagMaxMs'),
			cpu: worst('cpu'),
			memoryBeforeMb: before?.memoryMb ?? Number.NaN,
			memoryMb: last.memoryMb,
		}
	}
}
