import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../root.ts'
import { describeMachine } from './describe-machine.ts'

/** What one benchmark found; `docs/performance.md` is written from these. */
export interface BenchResult {
	/** As in `pnpm bench NAME`; where that gives several, `NAME.what`. */
	name: string
	/** What was measured, in words: "CPU a forwarded packet, rooms of 2". */
	measure: string
	/** The reference of the same run: "Janus 1.1.2". A sentence where the goal needs none. */
	against: string
	/** As in the goals: "≤ 0.35". */
	goal: string
	/** The ratio ours / reference, or the amount itself where the goal names one. */
	value: number
	/** "ratio", "ms", "KB", … */
	unit: string
	met: boolean
	/** Every repeat of every side, in its unit: nothing is left out. */
	raw: Record<string, number[]>
	/** How long, what else was seen, what spoils it, what was tried. */
	notes: string[]
}

/** As it is kept: with the moment, the machine and the versions. */
export type KeptResult = BenchResult & { at: string; machine: ReturnType<typeof describeMachine> }

/** Where results lie until they are written into the page. */
export const resultsDir = () => process.env.ENSHIN_BENCH_DIR ?? join(root, 'test-results', 'bench')

/** Prints a result, last of all `ratio: N.NN` (or the amount), and keeps it as JSON with machine, versions and date. */
export function recordBench(...results: BenchResult[]): void {
	const folder = resultsDir()
	mkdirSync(folder, { recursive: true })
	for (const result of results) {
		const kept: KeptResult = { ...result, at: new Date().toISOString(), machine: describeMachine() }
		writeFileSync(join(folder, `${result.name}.json`), `${JSON.stringify(kept, null, '\t')}\n`)
		for (const [side, values] of Object.entries(result.raw)) console.log(`  ${side}: ${values.join(' ')}`)
		for (const note of result.notes) console.log(`  ${note}`)
		const amount = result.unit === 'ratio' ? `ratio: ${result.value.toFixed(2)}` : `${result.value} ${result.unit}`
		console.log(`${result.measure} against ${result.against}: goal ${result.goal}, ${result.met ? 'met' : 'not met'}`)
		console.log(amount)
	}
}
