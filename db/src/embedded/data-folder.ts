import { chmod, chown, lstat, mkdir, mkdtemp, realpath, rmdir, stat, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { type Account, mayEnter } from './account.ts'
import { sharedFolder } from './binaries.ts'

/**
 * Makes the folder where it is missing, and answers where the data really lies. Below a folder that the account may not
 * enter (a checkout in /root), that is a new one in `sharedFolder`, with a link to it in the place asked for: who
 * deletes the link starts anew.
 */
export async function openDataFolder(wanted: string, account: Account): Promise<string> {
	const folder = resolve(wanted)
	await mkdir(dirname(folder), { recursive: true })
	const known = await lstat(folder).catch(() => null)
	if (!known) await mkdir(folder, { mode: 0o700 })
	const real = await realpath(folder)
	if (account.uid === undefined || account.gid === undefined) return real
	await chown(real, account.uid, account.gid)
	await openTemporary(dirname(real))
	if (mayEnter(account, real)) return real

	await mkdir(sharedFolder, { recursive: true, mode: 0o755 })
	const shared = await mkdtemp(join(sharedFolder, `${basename(folder)}-`))
	await chown(shared, account.uid, account.gid)
	await chmod(shared, 0o700)
	if (!mayEnter(account, shared))
		throw new Error(`The account "postgres" may not enter ${shared}: is ${sharedFolder} open?`)
	await rmdir(folder)
	await symlink(shared, folder)
	return shared
}

/**
 * Lets others pass through (not look into) our temporary folders, which mkdtemp makes for us alone: a database in one
 * stays in it, and goes with it. Folders anywhere else keep their modes.
 */
async function openTemporary(folder: string): Promise<void> {
	const within = await realpath(tmpdir())
	for (let above = folder; above.startsWith(`${within}/`); above = dirname(above)) {
		const { mode, uid } = await stat(above)
		if (uid === process.getuid?.() && (mode & 0o011) !== 0o011) await chmod(above, mode | 0o011)
	}
}
