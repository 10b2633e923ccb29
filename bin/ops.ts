import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { installDependencies } from './bootstrap/dependencies.ts'
import { root } from './root.ts'

// `pnpm ops COMMAND`: what those who run Enshin do, each by an account of their own, written into the log of the facility
// concerned.
if (!existsSync(join(root, 'api/node_modules'))) await installDependencies(root, (text) => console.error(text))
const { opsCommand } = await import('./ops/ops-command.ts')
process.exitCode = await opsCommand(process.argv.slice(2))
