import { resolve } from 'node:path'
import { bootstrap } from './bootstrap/bootstrap.ts'
import { SetupError } from './bootstrap/setup-error.ts'
import { seconds, step } from './bootstrap/step.ts'
import { root } from './root.ts'
import { killRunning } from './run-command.ts'
import { reloadOnChange } from './stack/reload-on-change.ts'
import { readStackFile } from './stack/stack-file.ts'
import { type Stack, startStack } from './stack/start-stack.ts'
import { welcome } from './welcome.ts'

// `npm start` and, with --dev, `npm run dev`: sets up what is missing, runs all of Enshin, stops it on Ctrl-C.
const dev = process.argv.includes('--dev')
const dataDir = resolve(root, process.env.ENSHIN_DATA_DIR || 'data')
const { DATABASE_URL: databaseUrl } = process.env
// Known passwords have no business in somebody's own database, unless they ask for them.
const seed = !databaseUrl || process.env.ENSHIN_DEMO_DATA === 'true'

let stack: Stack | undefined
let askedAt = 0

async function onSignal(): Promise<void> {
	const again = askedAt > 0
	// One Ctrl-C may arrive twice: from the terminal, and passed on by npm.
	if (again && performance.now() - askedAt < 500) return
	askedAt = performance.now()
	if (again) {
		stack?.killAll()
		process.exit(130)
	}
	if (!stack) {
		// Still setting up: what runs is a command of ours, or a stack that goes when this process does.
		killRunning()
		process.exit(130)
	}
	console.log('\nStopping … (again to kill)')
	await stack.stop()
	console.log('Stopped.')
	process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)

function fail(error: unknown): never {
	killRunning()
	const known = error instanceof SetupError
	console.error(`\n${known ? (error as Error).message : error instanceof Error ? error.stack : error}`)
	process.exit(1)
}

try {
	const startedAt = performance.now()
	const other = readStackFile(dataDir)
	if (other) throw new SetupError(`Enshin runs already, on this data folder: ${other.webUrl} (process ${other.pid}).`)
	await bootstrap(root, { web: !dev })
	await step('services', async (progress) => {
		stack = await startStack({
			dataDir,
			databaseUrl,
			seed,
			dev,
			ports: 'default',
			restarts: !dev,
			say: (line) => console.log(line),
			onStep: progress,
			onDown: (sentence) => fail(new SetupError(sentence)),
		})
		return 'running'
	})
	if (dev && stack) reloadOnChange(root, stack, (line) => console.log(line))
	if (stack) console.log(await welcome(stack, { seed, took: seconds(startedAt) }))
} catch (error) {
	await stack?.stop()
	fail(error)
}
