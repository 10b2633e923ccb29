/**
 * Loaded into a service before its own code (`--import`): how much CPU time its thread takes between two turns of a 10 ms
 * timer. Unlike the event loop's lag by the clock, it does not grow when other processes want the same cores, so that a
 * test can hold a service to it on a busy machine. It answers each message with what it saw since the one before.
 */
export interface Turns {
	/** CPU time between two turns, in ms: 99 of 100 took no more, and the longest. */
	p99Ms: number
	longestMs: number
	/** CPU time in all. */
	cpuMs: number
}

/** Memory in bytes, after a collection. */
export interface Held {
	/** Objects and buffers. */
	heap: number
	resident: number
}

let before = process.threadCpuUsage()
let turnsMs: number[] = []

function tick(): void {
	const now = process.threadCpuUsage()
	turnsMs.push((now.user + now.system - before.user - before.system) / 1000)
	before = now
}

setInterval(tick, 10).unref()
process.on('message', (asked) => {
	process.send?.(asked === 'held' ? lookAtMemory() : lookAtTurns())
})
process.channel?.unref()

function lookAtMemory(): Held {
	// Twice, for what the first one lets go of may hold something else.
	for (let time = 0; time < 2; time += 1) globalThis.gc?.()
	const { heapUsed, external, rss } = process.memoryUsage()
	return { heap: heapUsed + external, resident: rss }
}

function lookAtTurns(): Turns {
	tick()
	const sorted = turnsMs.toSorted((one, other) => one - other)
	const turns: Turns = {
		p99Ms: sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0,
		longestMs: sorted.at(-1) ?? 0,
		cpuMs: sorted.reduce((sum, ms) => sum + ms, 0),
	}
	turnsMs = []
	return turns
}
