import { type ChainHead, type LogRow, logRow } from '@enshin/contracts/access-log.ts'
import type postgres from 'postgres'
import { connect } from '../connection.ts'
import { parseJson } from './parse-json.ts'
import { readLines } from './read-lines.ts'

const batchRows = 2000

export type LogSnapshot = { heads: Map<string, ChainHead>; rows: AsyncIterable<LogRow[]> }

/**
 * The log and its heads as of one moment, rows in batches. As the owner: the app's role sees no heads. `chain`: that one
 * alone. What `work` does ends before the snapshot does.
 */
export async function withLogSnapshot<T>(
	url: string,
	{ chain }: { chain?: string },
	work: (snapshot: LogSnapshot) => Promise<T>,
): Promise<T> {
	const client = connect({ url, name: 'audit', max: 1 })
	try {
		// In an object: postgres.js would take a list for a list of queries.
		const { done } = await client.begin('isolation level repeatable read read only', async (tx) => {
			const mine = chain === undefined ? tx`` : tx`where chain_id = ${chain}`
			const heads = await tx<ChainHead[]>`
				select chain_id as chain, seq::float8 as seq, encode(hash, 'hex') as hash from access_log_heads ${mine}`
			return { done: await work({ heads: new Map(heads.map((head) => [head.chain, head])), rows: rowsOf(tx, mine) }) }
		})
		return done as T
	} finally {
		await client.end({ timeout: 5 })
	}
}

function rowsOf(tx: postgres.TransactionSql, mine: postgres.PendingQuery<postgres.Row[]>): AsyncIterable<LogRow[]> {
	return tx<LogRow[]>`
		select chain_id as chain, seq::float8 as seq,
			to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, entry, actor_id as actor, action,
			to_json(subjects) as subjects, encode(prev, 'hex') as prev, encode(hash, 'hex') as hash
		from access_log ${mine} order by chain_id, seq, ctid
	`.cursor(batchRows)
}

/** An exported chain, line by line. Throws a sentence that names the line it cannot read. */
export async function* readExportedLog(file: string): AsyncIterable<LogRow[]> {
	let batch: LogRow[] = []
	let number = 0
	for await (const line of readLines(file)) {
		number += 1
		const row = logRow.safeParse(parseJson(line))
		if (!row.success) throw new Error(`${file}, line ${number} is no exported row of an access log.`)
		batch.push(row.data)
		if (batch.length < batchRows) continue
		yield batch
		batch = []
	}
	yield batch
}
