import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openCheckpointFile } from '@enshin/db/access-log/checkpoint-file.ts'
import { withLogSnapshot } from '@enshin/db/access-log/read-log.ts'
import { checkpointSigner } from '@enshin/db/access-log/sign-checkpoint.ts'
import { inTokyo } from './verify-command.ts'
import { databaseUrl, dataDir, ownKey } from './where.ts'

const help = `pnpm audit:checkpoint [options]

Signs now where every chain of the access log stands, in a file outside the database: before maintenance, or from time
to time onto another machine. Not into the file of a running api: each file has one writer.

  --database URL   the owner's address of the database (default: DATABASE_URL, or the running npm start)
  --to FILE        (default: data/checkpoints/by-hand.jsonl)
  --help

The key is ENSHIN_CHECKPOINT_KEY, or that of data/secrets.json.`

const options = { database: { type: 'string' }, to: { type: 'string' }, help: { type: 'boolean' } } as const

/** Returns the exit code: 1 where a chain lies behind what the file has signed. */
export async function checkpointCommand(args: string[]): Promise<number> {
	const { values } = parseArgs({ args, options })
	if (values.help) {
		console.log(help)
		return 0
	}
	const key = ownKey()
	if (!key) throw new Error('There is no key to sign with: ENSHIN_CHECKPOINT_KEY, or data/secrets.json.')
	const path = values.to ?? join(dataDir, 'checkpoints', 'by-hand.jsonl')
	const heads = await withLogSnapshot(databaseUrl(values.database), {}, async (log) => [...log.heads.values()])
	const file = await openCheckpointFile(path, checkpointSigner(key))
	const before = file.lastAt()
	const suspect = file.append(heads)
	for (const { chain, seq } of suspect)
		console.error(`chain ${chain} ends at row ${seq}, which is behind what was signed, or another. See audit:verify.`)
	const at = file.lastAt()
	console.log(at === before ? 'Nothing has moved since the last one.' : `Signed ${path} at ${inTokyo(at ?? '')}.`)
	file.close()
	return suspect.length === 0 ? 0 : 1
}
