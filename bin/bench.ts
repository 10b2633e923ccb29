import { bootstrap } from './bootstrap/bootstrap.ts'
import { ensurePackages } from './bootstrap/debian.ts'
import { step } from './bootstrap/step.ts'
import { root } from './root.ts'

// `bin/bench.ts NAME` brings what a fresh clone lacks, then runs web/bench/NAME.ts, which prints `ratio: N.NN` last.
const name = process.argv[2]
await bootstrap(root, { web: true })
if (!process.env.ENSHIN_CHROMIUM && process.platform === 'linux')
	await step('browser', (progress) => ensurePackages('the benchmark', ['chromium'], progress))
await import(`../web/bench/${name}.ts`)
