import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { postgresAccount } from './embedded/account.ts'
import { findBinaries } from './embedded/binaries.ts'
import { openDataFolder } from './embedded/data-folder.ts'
import { ensureDatabase } from './embedded/ensure-database.ts'
import { freePort } from './embedded/free-port.ts'
import { initialise } from './embedded/initialise.ts'
import { takeOver } from './embedded/take-over.ts'

export interface EmbeddedOptions {
	/** Made, and filled by initdb, where it is missing. */
	dataDir: string
	/** 0 or nothing takes any free port. */
	port?: number
	/** What the server says, line by line. */
	onLog?: (line: string) => void
	/** Settings as in postgresql.conf. */
	settings?: Record<string, string | number>
}

export interface EmbeddedPostgres {
	/** Of the database `enshin`, with a password of its own; only this machine can connect. */
	url: string
	port: number
	/** Of the server's first process, the postmaster. */
	pid: number
	/** Resolves when the server is gone, stopped or not. */
	exited: Promise<void>
	/** Ends connections, writes everything down, and resolves when the server is gone. May be called again. */
	stop: () => Promise<void>
}

/**
 * Starts the real Postgres 18 whose binaries came from npm. The server ends with the process that started it, at the
 * latest; what a crash leaves behind is cleared up by the next start. Rejects with what the server said.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
	const account = await postgresAccount()
	const binaries = await findBinaries(account)
	const folder = await openDataFolder(options.dataDir, account)
	const password = await initialise(binaries, folder, account, { sync: options.settings?.fsync !== 'off' })
	await takeOver(folder)

	const port = options.port || (await freePort())
	const settings = Object.entries({ ...defaults, port, ...options.settings }).flatMap(([name, value]) => [
		'-c',
		`${name}=${value}`,
	])
	const [program, ...args] = withLifeline([join(binaries, 'bin', 'postgres'), '-D', folder, ...settings])
	// Detached, or Ctrl-C in a terminal would reach it before the services that still use it.
	const server = spawn(program, args, { ...account, cwd: '/', detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
	const exited = new Promise<void>((resolve) => {
		server.once('exit', () => resolve())
		server.once('error', () => resolve())
	})
	// The one thing still possible in an `exit` handler is to send a signal.
	const interrupt = () => server.kill('SIGINT')
	process.once('exit', interrupt)
	void exited.then(() => process.removeListener('exit', interrupt))
	await ready(server, options.onLog)
	return {
		url: await ensureDatabase(`postgres://enshin:${password}@127.0.0.1:${port}/postgres`, 'enshin'),
		port,
		pid: server.pid as number,
		exited,
		stop: async () => {
			// "Fast": open transactions are rolled back, and nobody is waited for.
			interrupt()
			await exited
		},
	}
}

const defaults = {
	listen_addresses: '127.0.0.1',
	unix_socket_directories: '',
	timezone: 'UTC',
	log_timezone: 'Asia/Tokyo',
	lc_messages: 'C',
	// An error's DETAIL quotes the row that it is about.
	log_error_verbosity: 'terse',
	log_parameter_max_length_on_error: 0,
	log_parameter_max_length: 0,
	max_connections: 200,
}

/** Where the system has it, `setpriv` lets the kernel stop the server when we are killed and can do so no more. */
function withLifeline(command: [string, ...string[]]): [string, ...string[]] {
	return existsSync('/usr/bin/setpriv') ? ['/usr/bin/setpriv', '--pdeathsig', 'INT', ...command] : command
}

function ready(server: ChildProcess, onLog: EmbeddedOptions['onLog']): Promise<void> {
	const said: string[] = []
	let rest = ''
	return new Promise((resolve, reject) => {
		server.stderr?.setEncoding('utf8').on('data', (text: string) => {
			const lines = (rest + text).split('\n')
			rest = lines.pop() ?? ''
			for (const line of lines) {
				onLog?.(line)
				if (said.length < 50) said.push(line)
				if (line.includes('database system is ready to accept connections')) resolve()
			}
		})
		server.once('error', reject)
		server.once('close', (code) => {
			reject(new Error(`Postgres did not start (exit code ${code}):\n${[...said, rest].join('\n')}`))
		})
	})
}
