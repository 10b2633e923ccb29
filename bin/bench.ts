import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Benchmark, benchmarks } from './bench/benchmarks.ts'
import { resultsDir } from './bench/record.ts'
import { writePage } from './bench/write-page.ts'
import { bootstrap } from './bootstrap/bootstrap.ts'
import { ensurePackages } from './bootstrap/debian.ts'
import { step } from './bootstrap/step.ts'
import { findWorker } from './bootstrap/worker-path.ts'
import { root } from './root.ts'

// `pnpm bench NAME` brings what a fresh clone lacks, then runs the benchmark, which prints its figure last. Without a name
// it runs all of them, each in a process of its own, so that none warms up another. `pnpm bench --write` takes the results
// into docs/performance.md.
const [name, ...rest] = process.argv.slice(2)
if (name === undefined || name === 'all') await runAll()
else if (name === '--write') writePage(resultsDir())
else if (benchmarks[name]) await runOne(name, benchmarks[name])
else {
	console.log(name.startsWith('-') ? '' : `There is no benchmark "${name}".`)
	for (const [known, { summary }] of Object.entries(benchmarks))
		console.log(`  pnpm bench ${known.padEnd(12)} ${summary}`)
	console.log('  pnpm bench --write     takes the last results into docs/performance.md')
	process.exitCode = name.startsWith('-') ? 0 : 1
}

async function runOne(which: string, { file, browser, packages = [], root: asRoot }: Benchmark): Promise<void> {
	if (asRoot && process.getuid?.() !== 0) throw new Error(`${which} makes a network namespace: run it as root.`)
	await bootstrap(root, { web: browser ?? false })
	// For services that a benchmark starts by itself: the same worker as everywhere.
	process.env.MEDIASOUP_WORKER_BIN = findWorker(root, process.env) ?? ''
	const wanted = [...(browser && !process.env.ENSHIN_CHROMIUM ? ['chromium'] : []), ...packages]
	if (wanted.length > 0 && process.platform === 'linux')
		await step('packages', (progress) => ensurePackages('the benchmark', wanted, progress))
	process.argv.splice(2, process.argv.length, ...rest)
	await import(file)
}

async function runAll(): Promise<void> {
	const failed: string[] = []
	for (const [index, which] of Object.keys(benchmarks).entries()) {
		console.log(`\n── ${which} (${index + 1} of ${Object.keys(benchmarks).length})`)
		const ran = spawnSync(process.execPath, [fileURLToPath(import.meta.url), which], { stdio: 'inherit' })
		if (ran.status !== 0) failed.push(which)
	}
	if (failed.length > 0) {
		console.log(`\nWithout a result: ${failed.join(', ')}`)
		process.exitCode = 1
	}
}
