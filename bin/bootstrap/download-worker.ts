import { rmSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { run } from '../run-command.ts'
import { placeFile } from './place-file.ts'
import type { Progress } from './step.ts'
import { mediasoupDir } from './worker-path.ts'

const reachWithinMs = 3000
const downloadWithinMs = 90_000

/** Whether the release page's host can be reached at all: where it cannot, a download should not take a minute to fail. */
function canReach(host: string): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect({ host, port: 443, timeout: reachWithinMs })
		const answer = (reached: boolean) => {
			socket.destroy()
			resolve(reached)
		}
		socket.once('connect', () => answer(true))
		socket.once('timeout', () => answer(false))
		socket.once('error', () => answer(false))
		// `timeout` counts from the connection's start; a name that nobody resolves is not one yet.
		setTimeout(() => answer(false), reachWithinMs).unref()
	})
}

/**
 * Brings the official prebuilt worker through mediasoup's own install script, which also tries whether it runs here.
 * Where the download fails the script would start a build of its own: PYTHON=false makes that fail at once.
 */
export async function downloadWorker(root: string, to: string, progress: Progress): Promise<boolean> {
	const base = process.env.MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL
	if (!(await canReach(base ? new URL(base).hostname : 'github.com'))) return false
	progress('downloading the official one')
	const cwd = mediasoupDir(root)
	const ran = await run(process.execPath, ['npm-scripts.mjs', 'postinstall'], {
		cwd,
		env: { ...process.env, PYTHON: 'false' },
		withinMs: downloadWithinMs,
	})
	if (ran.code !== 0) return false
	const downloaded = join(cwd, 'worker/out/Release/mediasoup-worker')
	placeFile(downloaded, to)
	rmSync(downloaded)
	return true
}
