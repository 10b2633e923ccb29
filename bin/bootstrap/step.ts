/** What a step tells while it works: one line, replaced by the next where the terminal can. */
export type Progress = (text: string) => void

const isTerminal = process.stdout.isTTY === true

export function seconds(sinceMs: number): string {
	const s = (performance.now() - sinceMs) / 1000
	return s < 10 ? `${s.toFixed(1)} s` : `${Math.round(s)} s`
}

function progressLine(name: string): { show: Progress; clear: () => void } {
	let shownAt = 0
	return {
		show(text) {
			if (isTerminal) return void process.stdout.write(`\r\x1b[K… ${name}: ${text}`)
			// A log file wants to know that it goes on, not every percent.
			if (performance.now() - shownAt < 15_000) return
			shownAt = performance.now()
			console.log(`… ${name}: ${text}`)
		},
		clear() {
			if (isTerminal) process.stdout.write('\r\x1b[K')
		},
	}
}

/** Runs one step of the set-up and says how long it took. The step answers with what it found or did, in a few words. */
export async function step(name: string, work: (progress: Progress) => Promise<string>): Promise<void> {
	const startedAt = performance.now()
	const line = progressLine(name)
	if (isTerminal) line.show('…')
	try {
		const outcome = await work(line.show)
		line.clear()
		console.log(`✓ ${name}: ${outcome} (${seconds(startedAt)})`)
	} catch (error) {
		line.clear()
		console.log(`✗ ${name} (${seconds(startedAt)})`)
		throw error
	}
}
