import { parseArgs } from 'node:util'
import { type CheckpointFault, gatherCheckpoints, type SignedLog } from '@enshin/db/access-log/read-checkpoints.ts'
import { readExportedLog, withLogSnapshot } from '@enshin/db/access-log/read-log.ts'
import { checkpointKey } from '@enshin/db/access-log/sign-checkpoint.ts'
import type { Finding } from '@enshin/db/access-log/verify.ts'
import { type VerifiedLog, verifyLog } from '@enshin/db/access-log/verify-log.ts'
import { checkpointFiles, checkpointKeys, databaseUrl } from './where.ts'

const help = `pnpm audit:verify [options]

Verifies the access log: every row of every chain against the row before it, and the chains against the signed
checkpoints outside the database. Names the first row of each chain that does not fit. Needs no service of Enshin's,
and no connection to anywhere else.

  --database URL       the owner's address of the database (default: DATABASE_URL, or the running npm start)
  --file FILE          instead of a database: an exported chain (JSONL of アクセスログ); may be given several times
  --chain ID           only this facility's or person's chain
  --checkpoints PATH   a file of signed checkpoints, or a folder of them; may be given several times
                       (default: the folder of ENSHIN_CHECKPOINT_FILE, or data/checkpoints)
  --key FILE           the public key of the checkpoints as JWK; may be given several times, after a change of keys
                       (default: ENSHIN_CHECKPOINT_KEY, or that of data/secrets.json)
  --help

Ends with 0: everything fits. 1: something does not, and is named. 2: it could not be verified.`

const options = {
	database: { type: 'string' },
	file: { type: 'string', multiple: true },
	chain: { type: 'string' },
	checkpoints: { type: 'string', multiple: true },
	key: { type: 'string', multiple: true },
	help: { type: 'boolean' },
} as const

/** Returns the exit code. */
export async function verifyCommand(args: string[]): Promise<number> {
	const { values } = parseArgs({ args, options })
	if (values.help) {
		console.log(help)
		return 0
	}
	const files = checkpointFiles(values.checkpoints ?? [])
	const keys = checkpointKeys(values.key ?? []).map((jwk) => checkpointKey(jwk))
	if (files.length > 0 && keys.length === 0)
		throw new Error('There are checkpoints, and no key to read them: --key FILE.')
	const signed = await gatherCheckpoints(files, keys)
	const log = values.file
		? await verifyFiles(values.file, signed)
		: await verifyDatabase(databaseUrl(values.database), values.chain, signed)
	const sentences = [...signed.faults.map(describeCheckpoint), ...log.findings.map(describe)]
	for (const sentence of sentences) console.error(sentence)
	console.log(summary(log, signed))
	return sentences.length === 0 ? 0 : 1
}

function verifyDatabase(url: string, chain: string | undefined, { points }: SignedLog): Promise<VerifiedLog> {
	const only = chain === undefined ? undefined : new Set([chain])
	return withLogSnapshot(url, { chain }, ({ rows, heads }) =>
		verifyLog({ rows, heads, signed: points, only, onProgress: progress() }),
	)
}

/** An exported file holds one chain, so only what it holds can be missed. */
async function verifyFiles(files: string[], { points }: SignedLog): Promise<VerifiedLog> {
	const total: VerifiedLog = { chains: 0, rows: 0, findings: [] }
	for (const file of files) {
		const rows = readExportedLog(file)
		const one = await verifyLog({ rows, signed: points, only: new Set(), onProgress: progress() })
		if (one.chains === 0) throw new Error(`${file} holds no row.`)
		total.chains += one.chains
		total.rows += one.rows
		total.findings.push(...one.findings)
	}
	return total
}

function progress(): (rows: number) => void {
	let told = Date.now()
	return (rows) => {
		if (Date.now() - told < 2000) return
		told = Date.now()
		console.error(`  ${rows.toLocaleString('en')} rows …`)
	}
}

function summary({ chains, rows, findings }: VerifiedLog, { checkpoints, lastAt }: SignedLog): string {
	const counted = `${rows.toLocaleString('en')} rows in ${chains} chains`
	const against =
		checkpoints === 0
			? 'without checkpoints: an end that was cut off, or a chain written anew, would not show'
			: `against ${checkpoints} checkpoints, the last of ${inTokyo(lastAt)}`
	return findings.length === 0 ? `OK: ${counted} fit, ${against}.` : `NOT OK: ${counted}, ${against}.`
}

const rowFaults: Record<Finding['fault'], string> = {
	missing: 'is missing',
	out_of_order: 'is there twice, or out of order',
	prev: 'does not follow the row before it',
	hash: 'was edited: its hash is not that of its text',
	entry: 'was edited: its text cannot be read',
	column: 'was edited: a column says something else than the text that was hashed',
	time: 'is older than the row before it',
	rewritten: 'is another than the one a signed checkpoint saw: the chain was written anew, from here or from before',
	cut_off: 'was there when a checkpoint was signed, and the chain ends before it',
	head: 'does not fit the end that the database has noted',
}

const describe = ({ chain, seq, fault, member }: Finding) =>
	`chain ${chain}, row ${seq}: ${rowFaults[fault]}${member ? ` (${member})` : ''}`

const checkpointFaults: Record<CheckpointFault['fault'], string> = {
	unreadable: 'is no checkpoint',
	unsigned: 'is not signed by the key, or was edited',
	prev: 'does not follow the line before it',
	time: 'is older than the line before it',
}

const describeCheckpoint = ({ file, line, fault }: CheckpointFault) =>
	`${file}, line ${line}: ${checkpointFaults[fault]}`

/** `2026-11-22 14:30:05 +09:00` */
export function inTokyo(at: string): string {
	const shifted = new Date(new Date(at).getTime() + 9 * 3_600_000).toISOString()
	return `${shifted.slice(0, 10)} ${shifted.slice(11, 19)} +09:00`
}
