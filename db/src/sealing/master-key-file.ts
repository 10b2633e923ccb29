import {
	closeSync,
	existsSync,
	fsyncSync,
	mkdirSync,
	openSync,
	readFileSync,
	renameSync,
	statSync,
	writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { type MasterKey, type MasterKeyMaterial, masterKeyOf, newMasterKeyMaterial } from './master-key.ts'
import { formatMasterKey, parseMasterKey } from './master-key-format.ts'

/** Where the master key lies: a file of ours, mode 0600, or what systemd's LoadCredential= brought. */
export type MasterKeySource = { kind: 'file'; path: string } | { kind: 'credential'; path: string }

/** The credential's name: `LoadCredential=enshin-master-key:/path/to/master-key.json`. */
export const credentialName = 'enshin-master-key'

/** Where the environment says it lies. Throws a sentence with what to set. */
export function masterKeySource(env: NodeJS.ProcessEnv): MasterKeySource {
	if (env.ENSHIN_MASTER_KEY_FILE) return { kind: 'file', path: env.ENSHIN_MASTER_KEY_FILE }
	if (env.CREDENTIALS_DIRECTORY) return { kind: 'credential', path: join(env.CREDENTIALS_DIRECTORY, credentialName) }
	throw new Error(
		`ENSHIN_MASTER_KEY_FILE must name the file of the master key, unless systemd brings a credential ${credentialName}.`,
	)
}

/**
 * Reads the master key, and keeps reading: a version that somebody adds to the file is used from then on, without a
 * restart. Throws where the file is missing, malformed, or readable by others; it is never made here, or a service
 * started with a wrong path would quietly seal under a key that nobody keeps.
 */
export function loadMasterKey(source: MasterKeySource): MasterKey {
	let seen = look(source)
	return masterKeyOf((wanted) => {
		// An old version is not looked for anew: only what is unknown, and what is current, may have changed.
		if (wanted !== undefined && seen.material.keys.has(wanted)) return seen.material
		if (stampOf(source.path) !== seen.stamp) seen = look(source)
		return seen.material
	})
}

/** The file's secrets themselves, for those who change it: see `rotate-master-key.ts`. */
export const readMasterKeyFile = (path: string): MasterKeyMaterial => look({ kind: 'file', path }).material

/** Makes the file with a first version, mode 0600. Throws EEXIST where there is one. For the launcher and for setup. */
export function createMasterKeyFile(path: string): void {
	mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
	writeDurably(path, formatMasterKey(newMasterKeyMaterial()))
}

/** Puts other secrets in the file's place at once: whoever reads it meets the old or the new, whole. */
export function replaceMasterKeyFile(path: string, material: MasterKeyMaterial): void {
	const next = `${path}.new`
	if (existsSync(next))
		throw new Error(`${next} is there: another change is going on, or one was cut off. Remove it then.`)
	writeDurably(next, formatMasterKey(material))
	renameSync(next, path)
	syncFolder(path)
}

function look(source: MasterKeySource): { material: MasterKeyMaterial; stamp: string } {
	const stamp = stampOf(source.path)
	if (source.kind === 'file') refuseWhereOthersRead(source.path)
	return { material: parseMasterKey(readFileSync(source.path, 'utf8'), source.path), stamp }
}

/** Another file, or another content, has another one. */
function stampOf(path: string): string {
	const { ino, size, mtimeNs } = statSync(path, { bigint: true })
	return `${ino} ${size} ${mtimeNs}`
}

/** systemd's credentials are its own business: it shows them to the service alone, sometimes by group or ACL. */
function refuseWhereOthersRead(path: string): void {
	const { mode } = statSync(path)
	if (process.platform !== 'win32' && (mode & 0o077) !== 0)
		throw new Error(`${path} holds the master key, and others may read it. It needs: chmod 600 ${path}`)
}

function writeDurably(path: string, text: string): void {
	// Exclusive: never over a key that something is sealed under.
	const file = openSync(path, 'wx', 0o600)
	try {
		writeFileSync(file, text)
		fsyncSync(file)
	} finally {
		closeSync(file)
	}
	syncFolder(path)
}

function syncFolder(path: string): void {
	const folder = openSync(dirname(path), 'r')
	try {
		fsyncSync(folder)
	} finally {
		closeSync(folder)
	}
}
