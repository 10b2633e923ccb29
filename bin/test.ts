import { bootstrap } from './bootstrap/bootstrap.ts'
import { ensurePackages } from './bootstrap/debian.ts'
import { SetupError } from './bootstrap/setup-error.ts'
import { seconds, step } from './bootstrap/step.ts'
import { findWorker } from './bootstrap/worker-path.ts'
import { add, inWords, nothing } from './check/counts.ts'
import { runStage } from './check/stage.ts'
import { stages } from './check/stages.ts'
import { root } from './root.ts'
import { killRunning } from './run-command.ts'

// `npm test`: brings everything it needs, runs every check whatever the others say, and sums up in one line.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => {
		killRunning()
		process.exit(130)
	})
}

const startedAt = performance.now()
// A database of somebody's own is not for tests: they bring theirs.
delete process.env.DATABASE_URL

let counts = nothing
try {
	await bootstrap(root, { web: true })
	if (!process.env.ENSHIN_CHROMIUM && process.platform === 'linux') {
		await step('browser', (progress) => ensurePackages('npm test', ['chromium', 'fonts-noto-cjk'], progress))
	}
	process.env.MEDIASOUP_WORKER_BIN ??= findWorker(root, process.env) ?? undefined
	for (const stage of stages) counts = add(counts, await runStage(stage))
} catch (error) {
	console.error(error instanceof SetupError ? error.message : error)
	counts = add(counts, { passed: 0, failed: 1, skipped: 0 })
}
console.log(`\nAll of it took ${seconds(startedAt)}.${counts.skipped > 0 ? ` ${counts.skipped} skipped.` : ''}`)
console.log(inWords(counts))
process.exitCode = counts.failed > 0 ? 1 : 0
