import { readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const ownerFile = 'enshin-owner.pid'

/**
 * Makes the folder free to start in, whatever was cut off before: a server that outlived its owner is stopped, children
 * of a killed one are ended, and only when nobody is left in the folder its lock file goes (Postgres would otherwise
 * refuse to start when another process has the number by now). A server whose owner lives is somebody's: that throws.
 */
export async function takeOver(folder: string): Promise<void> {
	const postmaster = await readPid(join(folder, 'postmaster.pid'))
	const left = await processesIn(folder, postmaster)
	if (postmaster && left.includes(postmaster)) {
		const owner = await readPid(join(folder, ownerFile))
		if (owner && isAlive(owner)) {
			throw new Error(`The database in ${folder} is in use by process ${owner}: is another Enshin running?`)
		}
		process.kill(postmaster, 'SIGINT')
	} else {
		// Without their postmaster they can do nothing useful; the next start recovers as after a crash.
		for (const pid of left) signal(pid, 'SIGQUIT')
	}
	await untilNobody(folder, postmaster)
	await rm(join(folder, 'postmaster.pid'), { force: true })
	await writeFile(join(folder, ownerFile), `${process.pid}\n`)
}

async function untilNobody(folder: string, postmaster: number | null): Promise<void> {
	for (let waitedMs = 0; waitedMs < 10_000; waitedMs += 50) {
		if ((await processesIn(folder, postmaster)).length === 0) return
		await sleep(50)
	}
	const left = await processesIn(folder, postmaster)
	throw new Error(`A database left over from before in ${folder} does not stop (processes ${left.join(', ')}).`)
}

/** All processes of Postgres work inside its data folder. Without /proc (macOS) only the postmaster is known. */
export async function processesIn(folder: string, postmaster: number | null): Promise<number[]> {
	if (process.platform !== 'linux') return postmaster && isAlive(postmaster) ? [postmaster] : []
	const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 1)
	const inside = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => '')))
	return pids.filter((_, index) => inside[index] === folder)
}

async function readPid(file: string): Promise<number | null> {
	const text = await readFile(file, 'utf8').catch(() => '')
	const pid = Number.parseInt(text, 10)
	return pid > 1 ? pid : null
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0)
		return true
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM'
	}
}

function signal(pid: number, name: NodeJS.Signals): void {
	try {
		process.kill(pid, name)
	} catch {
		// It went by itself.
	}
}
