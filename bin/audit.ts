import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { installDependencies } from './bootstrap/dependencies.ts'
import { root } from './root.ts'

// `pnpm audit:verify`, `audit:checkpoint` and `audit:public-key`: whether the access log is what was written, with Enshin running or not.
const [command = '', ...args] = process.argv.slice(2)
// With what is there: whoever verifies may be offline on purpose.
if (!existsSync(join(root, 'db/node_modules'))) await installDependencies(root, (text) => console.error(text))
try {
	if (command === 'verify') process.exitCode = await (await import('./audit/verify-command.ts')).verifyCommand(args)
	else if (command === 'checkpoint')
		process.exitCode = await (await import('./audit/checkpoint-command.ts')).checkpointCommand(args)
	else if (command === 'public-key') console.log(JSON.stringify((await import('./audit/where.ts')).publicKey()))
	else throw new Error('There are three commands: verify, checkpoint and public-key. The first two have --help.')
} catch (error) {
	console.error(error instanceof Error ? error.message : error)
	process.exitCode = 2
}
