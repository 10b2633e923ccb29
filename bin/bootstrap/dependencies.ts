import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run, tail } from '../run-command.ts'
import { hashFiles } from './hash-files.ts'
import { SetupError } from './setup-error.ts'
import type { Progress } from './step.ts'

const pnpm = ['-y', 'pnpm@12.21.0'] as const
const inputs = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'patches']
const packages = ['contracts', 'db', 'sfu', 'signaling', 'api', 'web', 'loadtest']

/** Installs exactly what the lockfile names; does nothing where that is what is there. */
export async function installDependencies(root: string, progress: Progress): Promise<string> {
	const stamp = join(root, 'node_modules/.enshin-install')
	const wanted = hashFiles(root, [...inputs, ...packages.map((name) => `${name}/package.json`)], ['README.md'])
	const complete = packages.every((name) => existsSync(join(root, name, 'node_modules')))
	if (complete && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return 'up to date'
	progress('pnpm install')
	const args = ['install', '--frozen-lockfile', '--reporter=append-only', '--config.confirmModulesPurge=false']
	const ran = await run('npx', [...pnpm, ...args], {
		cwd: root,
		withinMs: 15 * 60_000,
		onLine: (line) => progress(line.slice(0, 100)),
	})
	if (ran.code !== 0) throw new SetupError(`pnpm install failed:\n${tail(ran.output)}`)
	writeFileSync(stamp, wanted)
	return 'installed'
}
