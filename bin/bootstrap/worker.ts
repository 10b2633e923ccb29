import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { withLock } from '../with-lock.ts'
import { buildWorker } from './build-worker.ts'
import { downloadWorker } from './download-worker.ts'
import { SetupError } from './setup-error.ts'
import type { Progress } from './step.ts'
import { workerPath } from './worker-path.ts'

/** Called without a parent, a worker that can run here ends with this code (mediasoup's worker/src/main.cpp). */
const orphanExitCode = 41

/** Whether the binary is there and all the libraries it wants are, too. */
export function workerRuns(file: string): boolean {
	return existsSync(file) && spawnSync(file, { env: {}, stdio: 'ignore', timeout: 10_000 }).status === orphanExitCode
}

/**
 * Makes sure of a mediasoup worker and answers how it was found. In this order: the one `MEDIASOUP_WORKER_BIN` names,
 * the cached one, the official prebuilt one, a build on Debian's libraries.
 */
export async function ensureWorker(root: string, env: NodeJS.ProcessEnv, progress: Progress): Promise<string> {
	const given = env.MEDIASOUP_WORKER_BIN
	if (given) {
		if (workerRuns(given)) return `MEDIASOUP_WORKER_BIN, ${given}`
		throw new SetupError(`MEDIASOUP_WORKER_BIN should be a mediasoup-worker that runs here; ${given} does not.`)
	}
	const file = workerPath(root, env)
	if (workerRuns(file)) return `cached, ${file}`
	const waiting = () => progress('another start is bringing it')
	return withLock(join(dirname(dirname(file)), '.lock'), waiting, async () => {
		if (workerRuns(file)) return `cached, ${file}`
		progress('looking for the official one')
		if (await downloadWorker(root, file, progress)) return `official, ${file}`
		const notices = await buildWorker(root, file, progress)
		if (!workerRuns(file)) throw new SetupError(`The worker that was built does not run: ${file}`)
		return ['built', ...notices, file].join(', ')
	})
}
