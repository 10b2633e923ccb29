import { createHash } from 'node:crypto'
import type { ChainHead, LogRow } from '@enshin/contracts/access-log.ts'
import { parseJson } from './parse-json.ts'
import type { SignedPoints } from './signed-points.ts'

/** What is wrong with a row, or with the end of its chain. */
export type Fault =
	/** There is no row of this number. */
	| 'missing'
	/** There is one more of this number, or it stands behind later ones. */
	| 'out_of_order'
	/** Its `prev` is not the hash of the row before. */
	| 'prev'
	/** Its hash is not that of its text. */
	| 'hash'
	/** Its text is no JSON object. */
	| 'entry'
	/** A column says something else than the text that was hashed; `member` names it. */
	| 'column'
	/** It happened before the row before it. */
	| 'time'
	/** A signed checkpoint had another hash for this row: the chain was written anew. */
	| 'rewritten'
	/** A signed checkpoint knows this row, and the chain ends before it. */
	| 'cut_off'
	/** The database's own note of where the chain ends does not fit the last row. */
	| 'head'

export type Finding = { chain: string; seq: number; fault: Fault; member?: string }

export const zeros = '0'.repeat(64)

/** SHA-256 of the hash before and the entry's UTF-8 bytes, as `append_access_log` makes it. Hex in and out. */
export function hashOf(prev: string, entry: string): string {
	return createHash('sha256').update(Buffer.from(prev, 'hex')).update(entry, 'utf8').digest('hex')
}

export interface ChainVerifier {
	/** The next row of the chain; resolves to what is wrong with it. After the first finding nothing more is looked at. */
	take: (row: LogRow) => Finding | undefined
	/** No more rows. `head`: what the database says of the end; undefined where that is not known. */
	end: (head?: ChainHead | null) => Finding | undefined
}

/**
 * Verifies one chain, row by row in their order; holds the last row alone. The first row that does not fit is named: after
 * that nothing can be said of the others.
 */
export function verifyChain(chain: string, signed?: SignedPoints): ChainVerifier {
	let seq = 0
	let hash = zeros
	let at = ''
	let found: Finding | undefined

	const examine = (row: LogRow): Omit<Finding, 'chain'> | undefined => {
		const expected = seq + 1
		if (row.seq > expected) return { seq: expected, fault: 'missing' }
		if (row.seq < expected) return { seq: row.seq, fault: 'out_of_order' }
		if (row.prev !== hash) return { seq: expected, fault: 'prev' }
		if (hashOf(row.prev, row.entry) !== row.hash) return { seq: expected, fault: 'hash' }
		const said = parseEntry(row.entry)
		if (!said) return { seq: expected, fault: 'entry' }
		const member = differingMember(chain, row, said)
		if (member) return { seq: expected, fault: 'column', member }
		// Of one length and in UTC, they sort as text.
		if (row.at < at) return { seq: expected, fault: 'time' }
		if (signed?.contradicts(expected, row.hash)) return { seq: expected, fault: 'rewritten' }
		return undefined
	}
	const examineEnd = (head: ChainHead | null | undefined): Omit<Finding, 'chain'> | undefined => {
		if (signed && signed.lastSeq > seq) return { seq: seq + 1, fault: 'cut_off' }
		if (head === undefined) return undefined
		if (head === null) return seq === 0 ? undefined : { seq, fault: 'head' }
		if (head.seq > seq) return { seq: seq + 1, fault: 'missing' }
		if (head.seq < seq) return { seq: head.seq + 1, fault: 'head' }
		return head.hash === hash ? undefined : { seq, fault: 'head' }
	}
	const keep = (finding: Omit<Finding, 'chain'> | undefined) => {
		if (finding) found = { chain, ...finding }
		return found
	}

	return {
		take(row) {
			if (found) return found
			if (keep(examine(row))) return found
			seq = row.seq
			hash = row.hash
			at = row.at
			return undefined
		},
		end: (head) => found ?? keep(examineEnd(head)),
	}
}

function parseEntry(text: string): Record<string, unknown> | undefined {
	const value = parseJson(text)
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
}

/** The columns repeat the text's members for searching; a search must not find what was never said. */
function differingMember(chain: string, row: LogRow, said: Record<string, unknown>): string | undefined {
	const { seq, at, actor, action, subjects } = row
	const columns: Record<string, unknown> = { chain: row.chain, seq, at, actor, action, subjects }
	if (row.chain !== chain) return 'chain'
	return Object.keys(columns).find((name) => JSON.stringify(said[name]) !== JSON.stringify(columns[name]))
}
