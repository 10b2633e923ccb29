import { parseOptions } from '../loadtest/src/command/options.ts'
import { UsageError } from '../loadtest/src/command/usage-error.ts'
import { bootstrap } from './bootstrap/bootstrap.ts'
import { ensurePackages } from './bootstrap/debian.ts'
import { step } from './bootstrap/step.ts'
import { root } from './root.ts'

// `pnpm loadtest SCENARIO`: what ops load a stack with. It brings what a fresh clone lacks, runs, prints, and writes its
// report; it ends with 1 when something was lost, stuck or leaked, and with 2 when it was typed wrongly.
try {
	const args = process.argv.slice(2)
	const options = parseOptions(args, process.env)
	if ('help' in options) console.log(options.help)
	else {
		await bootstrap(root, { web: options.remote === null })
		if (options.riders > 0 && !process.env.ENSHIN_CHROMIUM && process.platform === 'linux')
			await step('browser', (progress) => ensurePackages('Riding along', ['chromium'], progress))
		const { runLoadTest } = await import('./loadtest/run-load-test.ts')
		process.exitCode = (await runLoadTest(options, `pnpm loadtest ${args.join(' ')}`)) ? 0 : 1
	}
} catch (error) {
	if (!(error instanceof UsageError)) throw error
	console.error(error.message)
	process.exitCode = 2
}
