import type { ChainHead, LogRow } from '@enshin/contracts/access-log.ts'
import type { SignedPoints } from './signed-points.ts'
import { type ChainVerifier, type Finding, verifyChain } from './verify.ts'

export type VerifiedLog = { chains: number; rows: number; findings: Finding[] }

export type LogToVerify = {
	/** Chain after chain, each in the order of its numbers. */
	rows: AsyncIterable<readonly LogRow[]>
	/** Where the database says each chain ends; leave out for exported files. */
	heads?: ReadonlyMap<string, ChainHead>
	signed?: ReadonlyMap<string, SignedPoints>
	/** The chains that are looked at, where it is not all of them: others are not missed. */
	only?: ReadonlySet<string>
	onProgress?: (rows: number) => void
}

/** Verifies every chain; of each the first row that does not fit. Holds one batch of rows at a time. */
export async function verifyLog({ rows, heads, signed, only, onProgress }: LogToVerify): Promise<VerifiedLog> {
	const seen = new Set<string>()
	const findings: Finding[] = []
	let count = 0
	let current: { chain: string; verifier: ChainVerifier } | undefined

	const finish = (chain: string, verifier: ChainVerifier) => {
		const finding = verifier.end(heads && (heads.get(chain) ?? null))
		if (finding) findings.push(finding)
	}
	for await (const batch of rows) {
		for (const row of batch) {
			if (current?.chain !== row.chain) {
				if (current) finish(current.chain, current.verifier)
				current = { chain: row.chain, verifier: verifyChain(row.chain, signed?.get(row.chain)) }
				seen.add(row.chain)
			}
			current.verifier.take(row)
			count += 1
		}
		onProgress?.(count)
	}
	if (current) finish(current.chain, current.verifier)
	// A chain of which no row is left.
	for (const chain of new Set([...(heads?.keys() ?? []), ...(signed?.keys() ?? [])]))
		if (!seen.has(chain) && (only?.has(chain) ?? true)) finish(chain, verifyChain(chain, signed?.get(chain)))
	return { chains: seen.size, rows: count, findings }
}
