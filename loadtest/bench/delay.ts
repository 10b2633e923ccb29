import { recordBench } from '../../bin/bench/record.ts'
import { summarize } from '../../bin/bench/summarize.ts'
import { describeSamples, isNoisy, rounded, spread } from './cpu/describe-samples.ts'
import { microsecondsEach } from './cpu/measure.ts'
import { inNamespace } from './cpu/namespace.ts'
import { startProduct } from './cpu/product.ts'
import { startDirect } from './cpu/relayed.ts'
import { runSides } from './cpu/run-sides.ts'
import { ourWorker } from './cpu/worker.ts'

/** What the sfu adds to a packet's way, against the same connections straight to each other. One way, one clock. */
const plan = { rooms: 15, size: 2, repeats: 10, sampleMs: 3000 }

await inNamespace(import.meta.url, async (address) => {
	const worker = ourWorker()
	const samples = await runSides(
		{ product: (generators) => startProduct(generators, worker), direct: startDirect },
		{ ...plan, address },
	)
	const { product = [], direct = [] } = samples
	const cpu = summarize(product.map((sample) => (microsecondsEach(sample) * sample.received) / sample.seconds / 1e6))
	const result = (share: 'p50' | 'p95', most: number) => {
		const of = (taken: typeof product) => taken.map(({ delayMs }) => delayMs[share])
		const added = of(product).map((value, index) => value - (of(direct)[index] ?? Number.NaN))
		const { median } = summarize(added)
		return {
			name: `delay.${share}`,
			measure: `delay added, ${share}, at ${Math.round(cpu.median * 100)} % CPU`,
			against: 'direct pair of the same generator',
			goal: `≤ ${most} ms`,
			value: Number(median.toFixed(3)),
			unit: 'ms',
			met: median <= most && cpu.median <= 0.5,
			raw: { 'ours, ms': rounded(of(product)), 'direct, ms': rounded(of(direct)), 'added, ms': rounded(added) },
			notes: [
				`added ${spread(added)} ms; ${plan.rooms} rooms of 2, each side ${plan.repeats} times for 3 s, in turn`,
				describeSamples('product', product),
				describeSamples('direct', direct),
				...(isNoisy(product) || isNoisy(direct) ? ['The machine was not quiet: ticks came late.'] : []),
			],
		}
	}
	recordBench(result('p95', 1), result('p50', 0.3))
})
