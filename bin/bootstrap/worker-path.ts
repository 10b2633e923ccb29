import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheDir } from './cache-dir.ts'
import { hashFiles } from './hash-files.ts'

const packageDir = 'sfu/node_modules/mediasoup'
const recipeDir = 'sfu/worker-build'

export const mediasoupDir = (root: string) => join(root, packageDir)

/**
 * Where this version's worker is kept: outside node_modules and outside the clone, so that neither a reinstall nor
 * another clone builds again. The recipe's hash is in the name, so that a changed recipe does.
 */
export function workerPath(root: string, env: NodeJS.ProcessEnv): string {
	const { version }: { version: string } = JSON.parse(readFileSync(join(root, packageDir, 'package.json'), 'utf8'))
	const key = [version, hashFiles(root, [recipeDir], ['README.md']), process.platform, process.arch].join('-')
	return join(cacheDir(env), 'mediasoup-worker', key, 'mediasoup-worker')
}

/** The worker to run, or null where there is none yet. */
export function findWorker(root: string, env: NodeJS.ProcessEnv): string | null {
	if (env.MEDIASOUP_WORKER_BIN) return env.MEDIASOUP_WORKER_BIN
	const path = workerPath(root, env)
	return existsSync(path) ? path : null
}
