import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run, tail } from '../run-command.ts'
import { withLock } from '../with-lock.ts'
import { hashFiles } from './hash-files.ts'
import { SetupError } from './setup-error.ts'
import type { Progress } from './step.ts'

const inputs = ['contracts/src', 'web/src', 'web/static', 'web/package.json', 'web/vite.config.ts', 'pnpm-lock.yaml']

/** Builds the pages, unless nothing they are made of has changed since. */
export async function buildWeb(root: string, progress: Progress): Promise<string> {
	const stamp = join(root, 'web/build/.sources')
	const wanted = () => hashFiles(root, inputs)
	const current = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted()
	if (current()) return 'up to date'
	return withLock(
		join(root, '.cache/web-build.lock'),
		() => progress('another build is running'),
		async () => {
			if (current()) return 'up to date'
			const sources = wanted()
			progress('vite build')
			const ran = await run(process.execPath, ['node_modules/vite/bin/vite.js', 'build'], {
				cwd: join(root, 'web'),
				env: { ...process.env, NODE_ENV: 'production' },
				withinMs: 5 * 60_000,
			})
			if (ran.code !== 0) throw new SetupError(`Building the pages failed:\n${tail(ran.output, 40)}`)
			writeFileSync(stamp, sources)
			return 'built'
		},
	)
}
