import { randomBytes } from 'node:crypto'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { processesIn } from '../embedded/take-over.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../embedded.ts'
import { migrate } from '../migrate.ts'
import { admitRole } from '../roles.ts'

export interface KillableServer {
	url: string
	/** As the api's own role. */
	appUrl: string
	/** SIGKILL, as by the kernel when memory is out: to the postmaster alone, or to all of its processes at once. */
	kill: (whom: 'postmaster' | 'everybody') => Promise<void>
	/** Starts again on the same data and port; resolves when it takes connections. */
	restart: () => Promise<void>
	/** What the server has said so far, over all its lives. */
	log: string[]
	/** Stops it and removes its data. */
	remove: () => Promise<void>
}

/** A migrated server of a test's own, which it may kill; the one of the whole run must live. */
export async function startKillableServer(): Promise<KillableServer> {
	const folder = await mkdtemp(join(tmpdir(), 'enshin-killable-'))
	const log: string[] = []
	const dataDir = join(folder, 'database')
	// Without fsync a crash of the machine loses data; one of the server does not, for the kernel has it.
	const settings = { fsync: 'off' }
	const start = (port?: number) =>
		startEmbeddedPostgres({ dataDir, port, settings, onLog: (line) => void log.push(line) })
	let server: EmbeddedPostgres = await start()
	await migrate(server.url)
	const appUrl = await admitRole(server.url, 'app', randomBytes(24).toString('base64url'))
	return {
		url: server.url,
		appUrl,
		log,
		kill: async (whom) => {
			const everybody = whom === 'everybody' ? await processesIn(await realpath(dataDir), server.pid) : []
			for (const pid of [server.pid, ...everybody]) killNow(pid)
			await server.exited
		},
		restart: async () => {
			server = await start(server.port)
		},
		remove: async () => {
			await server.stop()
			await rm(folder, { recursive: true, force: true })
		},
	}
}

function killNow(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL')
	} catch {
		// It ended by itself when its parent did.
	}
}
