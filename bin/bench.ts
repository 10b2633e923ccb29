import { bootstrap } from './bootstrap/bootstrap.ts'
import { ensurePackages } from './bootstrap/debian.ts'
import { step } from './bootstrap/step.ts'
import { root } from './root.ts'

// `bin/bench.ts NAME` brings what a fresh clone lacks, then runs the benchmark, which prints `ratio: N.NN` last.
const benchmarks: Record<string, { file: string; browser: boolean }> = {
	join: { file: '../web/bench/join.ts', browser: true },
	sealing: { file: '../api/bench/sealing.ts', browser: false },
}
const name = process.argv[2] ?? ''
const benchmark = benchmarks[name]
if (!benchmark) throw new Error(`There is no benchmark "${name}". There are: ${Object.keys(benchmarks).join(', ')}.`)
await bootstrap(root, { web: benchmark.browser })
if (benchmark.browser && !process.env.ENSHIN_CHROMIUM && process.platform === 'linux')
	await step('browser', (progress) => ensurePackages('the benchmark', ['chromium'], progress))
await import(benchmark.file)
