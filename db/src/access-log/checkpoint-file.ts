import { closeSync, fstatSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { type ChainHead, checkpoint } from '@enshin/contracts/access-log.ts'
import { parseJson } from './parse-json.ts'
import { readLines } from './read-lines.ts'
import { type CheckpointSigner, hashOfLine, signCheckpoint } from './sign-checkpoint.ts'
import { zeros } from './verify.ts'

export interface CheckpointFile {
	/** When the last checkpoint was made; null before the first. */
	lastAt: () => string | null
	/** How far it has signed a chain. */
	signed: (chain: string) => (Omit<ChainHead, 'chain'> & { at: string }) | undefined
	/**
	 * Signs the chains that have moved since, and has the line on the disk when it returns. Returns those that lie behind
	 * what was signed already, or are another at the same place: somebody has been at them, and they are not signed again.
	 */
	append: (heads: readonly ChainHead[], at?: Date) => ChainHead[]
	close: () => void
}

/**
 * Opens a file of signed checkpoints, mode 0600, and makes it where there is none. One process writes it; several have a
 * file each. What is in it is taken as it stands: `pnpm audit:verify` judges it.
 */
export async function openCheckpointFile(path: string, signer: CheckpointSigner): Promise<CheckpointFile> {
	mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
	const file = openSync(path, 'a+', 0o600)
	cutTornLine(file)
	let prev = zeros
	let lastAt: string | null = null
	let size = fstatSync(file).size
	const signed = new Map<string, Omit<ChainHead, 'chain'> & { at: string }>()
	for await (const line of readLines(path)) {
		prev = hashOfLine(line)
		const read = checkpoint.safeParse(parseJson(line))
		if (!read.success) continue
		lastAt = read.data.at
		for (const { chain, seq, hash } of read.data.chains) signed.set(chain, { seq, hash, at: read.data.at })
	}

	return {
		lastAt: () => lastAt,
		signed: (chain) => signed.get(chain),
		append(heads, now = new Date()) {
			const suspect = heads.filter(({ chain, seq, hash }) => {
				const known = signed.get(chain)
				return known && (seq < known.seq || (seq === known.seq && hash !== known.hash))
			})
			const moved = heads.filter(({ chain, seq }) => seq > (signed.get(chain)?.seq ?? 0))
			if (moved.length === 0) return suspect
			// A clock that was put back does not put the file in disorder.
			const at = [now.toISOString(), lastAt ?? ''].sort()[1] as string
			if (fstatSync(file).size !== size)
				throw new Error(`${path} has another writer: each process needs a file of its own`)
			const line = signCheckpoint(signer, { at, prev, chains: moved })
			writeSync(file, `${line}\n`)
			fsyncSync(file)
			size = fstatSync(file).size
			prev = hashOfLine(line)
			lastAt = at
			for (const { chain, seq, hash } of moved) signed.set(chain, { seq, hash, at })
			return suspect
		},
		close: () => closeSync(file),
	}
}

/** A line that a crash left half written was never answered for: it goes, so that the next one begins a line. */
function cutTornLine(file: number): void {
	let end = 0
	const { size } = fstatSync(file)
	const buffer = Buffer.alloc(64 * 1024)
	for (let from = Math.max(0, size - buffer.length); ; from = Math.max(0, from - buffer.length)) {
		const read = readSync(file, buffer, 0, Math.min(buffer.length, size - from), from)
		const lineFeed = buffer.subarray(0, read).lastIndexOf(0x0a)
		if (lineFeed >= 0) end = from + lineFeed + 1
		if (lineFeed >= 0 || from === 0) break
	}
	if (end < size) ftruncateSync(file, end)
}
