import { readdirSync, readFileSync } from 'node:fs'

/** What one part of the stack used of the machine. */
export interface Usage {
	/** Cores in use since the last look: 0.5 is half of one. */
	cpu: number
	/** Resident memory of all its processes; what they share counts in each. */
	memoryMb: number
	/** Open files, sockets among them. */
	handles: number
}

const ticksPerS = 100

/**
 * Watches processes of this machine through /proc, each with all its children; mediasoup's workers stand apart from the
 * node that owns them, as `worker`. A name whose process is gone is left out until it is back. Linux only: elsewhere
 * nothing is seen, and the report says so.
 */
export class ProcessWatch {
	readonly #pids: () => Record<string, number | undefined>
	#last = new Map<number, number>()
	#lastAtMs = 0

	constructor(pids: () => Record<string, number | undefined>) {
		this.#pids = pids
		this.look()
	}

	/** What each used since the last look. */
	look(): Record<string, Usage> {
		const nowMs = performance.now()
		const spanS = (nowMs - this.#lastAtMs) / 1000
		const parents = readParents()
		const ticks = new Map<number, number>()
		const found: Record<string, Usage> = {}
		for (const [name, root] of Object.entries(this.#pids())) {
			if (root === undefined || !parents.has(root)) continue
			for (const pid of treeOf(root, parents)) {
				const read = readProcess(pid)
				if (!read) continue
				ticks.set(pid, read.ticks)
				const part = read.command.startsWith('mediasoup-w') ? 'worker' : name
				const usage = found[part] ?? { cpu: 0, memoryMb: 0, handles: 0 }
				found[part] = usage
				usage.cpu += Math.max(0, read.ticks - (this.#last.get(pid) ?? read.ticks)) / ticksPerS / spanS
				usage.memoryMb += read.memoryMb
				usage.handles += read.handles
			}
		}
		this.#last = ticks
		this.#lastAtMs = nowMs
		return found
	}
}

/** Parents by process id; empty where there is no /proc. */
function readParents(): Map<number, number> {
	const parents = new Map<number, number>()
	for (const entry of entriesOf('/proc')) {
		if (!/^\d+$/.test(entry)) continue
		const fields = readStat(Number(entry))
		if (fields) parents.set(Number(entry), Number(fields.rest[1]))
	}
	return parents
}

function treeOf(root: number, parents: Map<number, number>): number[] {
	const tree = [root]
	for (const pid of tree) for (const [child, parent] of parents) if (parent === pid) tree.push(child)
	return tree
}

function readProcess(pid: number): { command: string; ticks: number; memoryMb: number; handles: number } | null {
	const stat = readStat(pid)
	if (!stat) return null
	const { command, rest } = stat
	const ticks = Number(rest[11]) + Number(rest[12])
	// In pages of 4 KB, as on every machine Node runs on today but some arm64 servers.
	return { command, ticks, memoryMb: (Number(rest[21]) * 4096) / 2 ** 20, handles: entriesOf(`/proc/${pid}/fd`).length }
}

/** A command's name may hold spaces and brackets: what follows the last bracket is numbers. */
function readStat(pid: number): { command: string; rest: string[] } | null {
	try {
		const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
		const end = text.lastIndexOf(')')
		return { command: text.slice(text.indexOf('(') + 1, end), rest: text.slice(end + 2).split(' ') }
	} catch {
		return null
	}
}

function entriesOf(folder: string): string[] {
	try {
		return readdirSync(folder)
	} catch {
		return []
	}
}
