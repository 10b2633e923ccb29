import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

function isHeld(file: string): boolean {
	try {
		process.kill(Number(readFileSync(file, 'utf8')), 0)
		return true
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM'
	}
}

/** Does `work` while no other process does work under the same lock file. A holder that died holds nothing. */
export async function withLock<T>(file: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
	mkdirSync(dirname(file), { recursive: true })
	for (let waits = 0; ; waits++) {
		try {
			writeFileSync(file, String(process.pid), { flag: 'wx' })
			break
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
			if (!isHeld(file)) rmSync(file, { force: true })
			else if (waits === 0) onWait()
			await sleep(250)
		}
	}
	try {
		return await work()
	} finally {
		rmSync(file, { force: true })
	}
}
