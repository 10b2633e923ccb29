import { type BenchResult, recordBench } from '../../bin/bench/record.ts'
import { summarize } from '../../bin/bench/summarize.ts'
import { startBare } from './cpu/bare.ts'
import { residentMb } from './cpu/cpu-time.ts'
import { ratiosOf, rounded, spread } from './cpu/describe-samples.ts'
import { inNamespace } from './cpu/namespace.ts'
import { startProduct } from './cpu/product.ts'
import { runSides, type Starters } from './cpu/run-sides.ts'
import type { Side } from './cpu/side.ts'
import { ourWorker } from './cpu/worker.ts'

/** Memory an active room of two takes, against the same worker driven by forty lines: a fresh server each time. */
const plan = { rooms: 40, size: 2, repeats: 1, sampleMs: 2000 }
const times = 5

await inNamespace(import.meta.url, async (address) => {
	const worker = ourWorker()
	const starters = {
		product: (generators) => startProduct(generators, worker),
		bare: (generators) => startBare(generators, worker),
	} satisfies Starters
	const grown: Record<string, Record<string, number[]>> = { product: {}, bare: {} }
	for (let time = 0; time < times; time++) {
		for (const [name, start] of Object.entries(starters)) {
			const before: Record<string, number> = {}
			let pids: Side['pids'] = {}
			const watched: Starters[string] = async (generators) => {
				const side = await start(generators)
				pids = side.pids
				for (const [part, pid] of Object.entries(pids)) before[part] = residentMb(pid)
				return side
			}
			const look = () => {
				for (const [part, pid] of Object.entries(pids)) {
					const each = (residentMb(pid) - (before[part] ?? 0)) / plan.rooms
					const kept = grown[name]
					if (kept) kept[part] = [...(kept[part] ?? []), each]
				}
			}
			await runSides({ [name]: watched }, { ...plan, address }, look)
		}
	}
	const of = (side: string, part: string) => grown[side]?.[part] ?? []
	const ratios = ratiosOf(of('product', 'worker'), of('bare', 'worker'))
	const { median } = summarize(ratios)
	const result: BenchResult = {
		name: 'memory',
		measure: 'memory an active room of 2 takes in the worker (VmRSS)',
		against: 'bare worker',
		goal: '≤ 1.1',
		value: median,
		unit: 'ratio',
		met: median <= 1.1,
		raw: { 'ours, MB': rounded(of('product', 'worker')), 'bare, MB': rounded(of('bare', 'worker')) },
		notes: [
			`ratio ${spread(ratios)}; ${plan.rooms} rooms with media flowing, ${times} fresh servers of each side in turn`,
			`and in Node, a room: the sfu ${spread(of('product', 'node'))} MB, the forty lines ${spread(of('bare', 'node'))} MB`,
		],
	}
	recordBench(result)
})
