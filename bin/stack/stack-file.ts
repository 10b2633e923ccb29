import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ServiceName } from './services.ts'

/** What a running stack says of itself in `<data>/stack.json`, for another process: a test that kills a service. */
export interface StackFile {
	/** The launcher's process. */
	pid: number
	webUrl: string
	apiUrl: string
	signalingUrl: string
	databaseUrl: string
	pids: Partial<Record<ServiceName, number>>
}

const pathIn = (dataDir: string) => join(dataDir, 'stack.json')

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0)
		return true
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM'
	}
}

/** The stack that runs on this data folder, or null. */
export function readStackFile(dataDir: string): StackFile | null {
	try {
		const file: StackFile = JSON.parse(readFileSync(pathIn(dataDir), 'utf8'))
		return isAlive(file.pid) ? file : null
	} catch {
		return null
	}
}

/** It holds the database's address, password included: for its owner only. */
export function writeStackFile(dataDir: string, file: StackFile): void {
	writeFileSync(pathIn(dataDir), `${JSON.stringify(file, null, '\t')}\n`, { mode: 0o600 })
}

export function removeStackFile(dataDir: string): void {
	rmSync(pathIn(dataDir), { force: true })
}
