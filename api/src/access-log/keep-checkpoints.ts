import type { ChainHead } from '@enshin/contracts/access-log.ts'
import type { CheckpointFile } from '@enshin/db/access-log/checkpoint-file.ts'
import type { Db } from '@enshin/db/client.ts'
import { sql } from 'drizzle-orm'
import type { Logger } from 'pino'

const everyMs = 60_000
/** An entry is of a moment before its commit; no transaction lives as long as this. */
const overlapMs = 120_000

type Parts = { db: Db; file: CheckpointFile; log: Logger }

export type KeptCheckpoints = {
	/** Signs now, if anything has moved. */
	now: () => Promise<void>
	/** Signs what has moved at last, and closes the file. */
	close: () => Promise<void>
}

/**
 * Signs every minute where the chains stand that have moved, in a file outside the database. `db` in scope `service`. While
 * the database or the disk is away nothing is signed, and the next time everything since.
 */
export function keepCheckpoints({ db, file, log }: Parts): KeptCheckpoints {
	let since: Date | null = null
	let running: Promise<void> | undefined

	async function sign() {
		const startedAt = Date.now()
		try {
			const heads = await db.execute<ChainHead & Record<string, unknown>>(
				sql`select chain, seq::float8 as seq, hash from access_log_heads_moved(${since?.toISOString() ?? null}::timestamptz)`,
			)
			for (const { chain, seq } of file.append(heads))
				log.error({ chain, seq }, 'the access log lies behind its checkpoint, or is another: see audit:verify')
			since = new Date(startedAt - overlapMs)
		} catch (err) {
			log.error({ err }, 'no checkpoint of the access log')
		}
	}
	const now = () => {
		running ??= sign().finally(() => {
			running = undefined
		})
		return running
	}
	const timer = setInterval(now, everyMs)
	void now()
	return {
		now,
		async close() {
			clearInterval(timer)
			await running
			await now()
			file.close()
		},
	}
}
