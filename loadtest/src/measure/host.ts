import { readFileSync } from 'node:fs'

/** Looks at the machine as a whole: which share of it stood idle since the last look, 0 to 1; null without /proc. */
export class HostWatch {
	#last = readTicks()

	look(): number | null {
		const now = readTicks()
		const before = this.#last
		this.#last = now
		if (!now || !before || now.all === before.all) return null
		return (now.idle - before.idle) / (now.all - before.all)
	}
}

/** user nice system idle iowait …: waiting for a disk is idle, too. */
function readTicks(): { all: number; idle: number } | null {
	try {
		const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n')
		const fields = line.split(/\s+/).slice(1, 9).map(Number)
		return { all: fields.reduce((sum, value) => sum + value, 0), idle: (fields[3] ?? 0) + (fields[4] ?? 0) }
	} catch {
		return null
	}
}
