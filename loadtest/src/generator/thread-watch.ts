import { readdirSync, readFileSync } from 'node:fs'

const ticksPerS = 100

/**
 * How busy this process is: its busiest thread, as a share of one core. libdatachannel decrypts on a thread of its own, so
 * the process as a whole may use more than a core and keep up, and one thread alone may be what does not.
 */
export class ThreadWatch {
	#last = readThreads()
	#lastAtMs = performance.now()

	/** Since the last look. */
	look(): number {
		const now = readThreads()
		const nowMs = performance.now()
		const spanS = (nowMs - this.#lastAtMs) / 1000
		const shares = [...now].map(([id, ticks]) => (ticks - (this.#last.get(id) ?? 0)) / ticksPerS / spanS)
		this.#last = now
		this.#lastAtMs = nowMs
		return Math.max(0, ...shares)
	}
}

/** CPU time by thread, in ticks; without /proc, all of it as one. */
function readThreads(): Map<string, number> {
	try {
		return new Map(readdirSync('/proc/self/task').flatMap((id) => readThread(id)))
	} catch {
		const { user, system } = process.cpuUsage()
		return new Map([['all', ((user + system) / 1e6) * ticksPerS]])
	}
}

function readThread(id: string): [string, number][] {
	try {
		const text = readFileSync(`/proc/self/task/${id}/stat`, 'utf8')
		const rest = text.slice(text.lastIndexOf(')') + 2).split(' ')
		return [[id, Number(rest[11]) + Number(rest[12])]]
	} catch {
		// It ended while they were listed.
		return []
	}
}
