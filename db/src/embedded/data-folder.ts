import { chmod, chown, lstat, mkdir, mkdtemp, realpath, rmdir, symlink } from 'node:fs/promises'
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
