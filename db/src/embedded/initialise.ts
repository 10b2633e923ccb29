import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Account } from './account.ts'

const run = promisify(execFile)
const passwordFile = 'enshin-password'

/**
 * Fills an empty folder, and answers the server's password in either case. It is made beside and moved in when it is
 * whole, so that one interrupted at the wrong moment starts anew. The collation needs no locale of the system's. Without
 * `sync` a crash of the whole machine may lose it.
 */
export async function initialise(
	binaries: string,
	folder: string,
	account: Account,
	{ sync }: { sync: boolean },
): Promise<string> {
	const known = await readFile(join(folder, passwordFile), 'utf8').catch(() => null)
	if (known) return known.trim()
	if ((await readdir(folder)).length > 0) throw new Error(`${folder} is neither empty nor a database of Enshin's.`)

	const unfinished = `${folder}.unfinished`
	const newPasswordFile = `${folder}.password`
	const password = randomBytes(18).toString('base64url')
	await rm(unfinished, { recursive: true, force: true })
	await mkdir(unfinished, { mode: 0o700 })
	await writeFile(newPasswordFile, `${password}\n`, { mode: 0o600 })
	for (const path of [unfinished, newPasswordFile]) await give(path, account)
	try {
		await run(
			join(binaries, 'bin', 'initdb'),
			[
				...['-D', unfinished, '-U', 'enshin', '-A', 'scram-sha-256', `--pwfile=${newPasswordFile}`],
				...['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions'],
				...(sync ? [] : ['--no-sync']),
			],
			{ ...account, cwd: '/' },
		)
		await rename(newPasswordFile, join(unfinished, passwordFile))
		await rename(unfinished, folder)
	} finally {
		await rm(newPasswordFile, { force: true })
	}
	return password
}

async function give(path: string, { uid, gid }: Account): Promise<void> {
	if (uid !== undefined && gid !== undefined) await chown(path, uid, gid)
}
