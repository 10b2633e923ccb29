import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { root } from '../root.ts'
import { readStackFile } from '../stack/stack-file.ts'

export const dataDir = resolve(root, process.env.ENSHIN_DATA_DIR || 'data')

/** The owner's: the one named, the environment's, or that of the stack that runs on the data folder. */
export function databaseUrl(named: string | undefined): string {
	const url = named ?? process.env.DATABASE_URL ?? readStackFile(dataDir)?.databaseUrl
	if (!url) throw new Error('Which database? --database postgres://…, DATABASE_URL, or a running `npm start`.')
	return url
}

/** With the master key that `npm start` made, where nothing else is named. */
export function withMasterKey(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	const own = join(dataDir, 'master-key.json')
	return env.ENSHIN_MASTER_KEY_FILE || env.CREDENTIALS_DIRECTORY || !existsSync(own)
		? env
		: { ...env, ENSHIN_MASTER_KEY_FILE: own }
}

/** Files of signed checkpoints: those named, and all `*.jsonl` of folders named; else where the api writes its own. */
export function checkpointFiles(named: readonly string[]): string[] {
	const { ENSHIN_CHECKPOINT_FILE: own } = process.env
	const usual = own ? dirname(own) : join(dataDir, 'checkpoints')
	const paths = named.length > 0 ? named : existsSync(usual) ? [usual] : []
	return paths.flatMap((path) =>
		statSync(path).isDirectory()
			? readdirSync(path)
					.filter((name) => name.endsWith('.jsonl'))
					.sort()
					.map((name) => join(path, name))
			: [path],
	)
}

/** Keys of the checkpoints as JWK, public or private halves: from the files named, else this installation's own. */
export function checkpointKeys(named: readonly string[]): JsonWebKey[] {
	if (named.length > 0) return named.map((file) => JSON.parse(readFileSync(file, 'utf8')))
	const own = ownKey()
	return own ? [own] : []
}

/** This installation's private half. */
export function ownKey(): JsonWebKey | undefined {
	if (process.env.ENSHIN_CHECKPOINT_KEY) return JSON.parse(process.env.ENSHIN_CHECKPOINT_KEY)
	const secrets = join(dataDir, 'secrets.json')
	const { checkpointKey } = existsSync(secrets) ? JSON.parse(readFileSync(secrets, 'utf8')) : {}
	return checkpointKey && JSON.parse(checkpointKey)
}

/** What whoever verifies is given: the public half. */
export function publicKey(): JsonWebKey {
	const key = ownKey()
	if (!key) throw new Error('There is no key: ENSHIN_CHECKPOINT_KEY, or data/secrets.json.')
	return createPublicKey({ key, format: 'jwk' }).export({ format: 'jwk' })
}
