import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run, tail } from '../run-command.ts'
import { ensurePackages, findProgram } from './debian.ts'
import { placeFile } from './place-file.ts'
import { SetupError } from './setup-error.ts'
import type { Progress } from './step.ts'
import { mediasoupDir } from './worker-path.ts'

/** What sfu/worker-build/build.sh builds with and links to. */
const packages = (
	'meson ninja-build g++ pkg-config patch libuv1-dev libssl-dev libsrtp2-dev libabsl-dev ' +
	'libflatbuffers-dev flatbuffers-compiler dpkg-dev'
).split(' ')
const buildWithinMs = 45 * 60_000
/** Begins a line of the recipe that whoever builds should read. */
const noticeMark = 'notice: '

/**
 * Builds the worker from the npm package's source with Debian's libraries: some minutes, once. Answers with what the
 * recipe had to do without, a sentence each.
 */
export async function buildWorker(root: string, to: string, progress: Progress): Promise<string[]> {
	if (!findProgram('dpkg-query')) {
		throw new SetupError(
			'The official mediasoup worker could not be downloaded, and building one is prepared for Debian and its ' +
				'relatives only. Let this machine reach github.com once, or set MEDIASOUP_WORKER_BIN to a worker of yours.',
		)
	}
	await ensurePackages('Building the mediasoup worker', packages, progress)
	const folder = mkdtempSync(join(tmpdir(), 'enshin-worker-'))
	const log = join(folder, 'build.log')
	const notices: string[] = []
	try {
		const built = join(folder, 'mediasoup-worker')
		const ran = await run('bash', [join(root, 'sfu/worker-build/build.sh'), mediasoupDir(root), built], {
			cwd: root,
			withinMs: buildWithinMs,
			onLine: (line) => {
				const counted = /^\[\d+\/\d+\]/.exec(line)
				if (counted) progress(`building, once, some minutes ${counted[0]}`)
				if (line.startsWith(noticeMark)) notices.push(line.slice(noticeMark.length))
			},
		})
		if (ran.code !== 0) {
			writeFileSync(log, ran.output)
			throw new SetupError(`Building the mediasoup worker failed (all of it: ${log}):\n${tail(ran.output)}`)
		}
		placeFile(built, to)
		rmSync(folder, { recursive: true, force: true })
		return notices
	} catch (error) {
		rmSync(join(folder, 'mediasoup-worker'), { force: true })
		throw error
	}
}
