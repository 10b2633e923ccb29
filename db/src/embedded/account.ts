import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** As whom Postgres runs; nothing set means as ourselves. */
export type Account = { uid?: number; gid?: number }

/**
 * Postgres refuses to run as root. Started by root (a container, a fresh machine) it gets Debian's usual account for it,
 * made here where it is missing.
 */
export async function postgresAccount(): Promise<Account> {
	if (process.getuid?.() !== 0) return {}
	return (await lookUp()) ?? (await create())
}

async function lookUp(): Promise<Account | null> {
	try {
		const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, 'postgres'])))
		return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) }
	} catch {
		return null
	}
}

async function create(): Promise<Account> {
	await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'])
	const made = await lookUp()
	if (!made) throw new Error('There is no account "postgres" for the embedded database, and making one had no effect.')
	return made
}

/** Whether the account may enter this folder: every folder above it must let it through. */
export function mayEnter(account: Account, folder: string): boolean {
	return (
		spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { ...account, cwd: '/', stdio: 'ignore' }).status === 0
	)
}

/** Whether the account may run this program, and load the libraries beside it. */
export function mayRun(account: Account, program: string): boolean {
	return spawnSync(program, ['--version'], { ...account, cwd: '/', stdio: 'ignore' }).status === 0
}
